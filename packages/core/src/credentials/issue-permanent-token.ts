import { type AccessTables, readMeaning } from '../access/access-store.ts';
import type { Caller, UserActor } from '../access/actor.ts';
import type { TargetUser } from '../access/authorize.ts';
import { authorizeIssueCredential } from '../access/authorize-credentials.ts';
import { isSelf, lackedBy } from '../access/guard.ts';
import { type PermissionSet, pairsOf } from '../access/permission-set.ts';
import type { Transactor } from '../audit/transaction.ts';
import type { ActorTables } from '../identity/change-as.ts';
import { changeFreshAs } from '../identity/change-fresh-as.ts';
import { readTargetUser } from '../identity/target-user.ts';
import { newId, type ServiceId, type UserId } from '../kernel/id.ts';
import type { Clock, Instant } from '../kernel/instant.ts';
import type { Random } from '../kernel/random.ts';
import { allowed, ok, refuse } from '../kernel/result.ts';
import type { Digest, Secret } from '../kernel/secret.ts';
import { brokenDescriptionRule, brokenNameRule } from '../kernel/text-rule.ts';
import { newTokenText } from '../kernel/token-text.ts';
import type { ProjectTables } from '../projects/project-store.ts';
import { malformed, notFound, type Refusal, type Result } from '../refusal.ts';
import type { ServiceTables } from '../services/service-store.ts';
import type { PermanentTokenTables } from './credential-store.ts';
import { checkGrant, type Narrowing, resolveGrant } from './narrow-token.ts';
import { audienceSizeMax, brokenExpiryRule, type PermanentToken } from './permanent-token.ts';
import { resolveAudience } from './resolve-audience.ts';
import { findTokenReferences, type TokenReferences } from './token-references.ts';

export interface IssuePorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly digest: Digest;
  readonly store: Transactor<ActorTables & ServiceTables & ProjectTables & PermanentTokenTables>;
}

export interface NewPermanentToken {
  readonly ownerId: UserId;
  readonly name: string;
  readonly description: string | undefined;
  /** Services by id or key. Empty is refused: no token is ever good for everything by leaving this out. */
  readonly audience: readonly string[];
  readonly expiresAt: Instant | undefined;
  /** To which permissions and projects it is narrowed; absent: to nothing beyond its audience. */
  readonly narrowing: Narrowing | undefined;
}

export interface IssuedPermanentToken {
  readonly token: PermanentToken;
  /** Shown once, by this answer, and kept nowhere. */
  readonly secret: Secret;
  /** Read before the commit: nothing that could fail stands between it and the one showing of the secret. */
  readonly references: TokenReferences;
}

/**
 * Makes a permanent token, for oneself or on behalf of somebody. Authorize, decide, write, record, return:
 * everything that is checked is read in the transaction that writes, so that nobody is demoted in between.
 */
export async function issuePermanentToken(
  ports: IssuePorts,
  caller: Caller,
  input: NewPermanentToken,
): Promise<Result<IssuedPermanentToken>> {
  const now = ports.clock.now();
  const secret = newTokenText('permanentToken', ports.random);

  return changeFreshAs(ports, caller, 'create a token', async (tables, actor) => {
    if (actor.kind !== 'user') return refuse({ kind: 'unauthenticated' });
    const { user: owner, target } = await readTargetUser(tables, input.ownerId);
    const may = authorizeIssueCredential(actor, target);
    if (!may.ok) return may;
    if (owner === undefined) return refuse(notFound('user'));
    const broken = brokenTokenRule(input, now);
    if (broken !== undefined) return refuse(broken);
    const audience = await resolveAudience(tables, actor, input.audience);
    if (!audience.ok) return audience;
    const grant = await narrow(tables, actor, target, audience.value, input.narrowing);
    if (!grant.ok) return grant;
    const within = await checkWithinIssuer(tables, actor, audience.value, input.expiresAt);
    if (!within.ok) return within;

    const token: PermanentToken = {
      kind: 'permanent-token',
      id: newId(ports.random),
      hash: ports.digest.secret(secret),
      userId: owner.id,
      authorId: actor.userId,
      name: input.name,
      description: input.description,
      audience: audience.value,
      grant: grant.value,
      ceiling: ceilingFor(actor, owner.id),
      state: { kind: 'active' },
      createdAt: now,
      expiresAt: input.expiresAt,
    };
    await tables.permanentTokens.insert(token);
    return ok({
      value: { token, secret, references: await findTokenReferences(tables, [{ token }]) },
      events: [
        {
          kind: 'permanent-token.issued',
          at: now,
          caller,
          subject: owner.id,
          target: { kind: 'permanent-token', id: token.id, name: token.name },
          details: {
            audience: token.audience,
            ...(token.grant !== undefined && { narrowedTo: pairTexts(token.grant) }),
            ...(token.expiresAt !== undefined && { expiresAt: token.expiresAt }),
          },
        },
      ],
      touched: [],
    });
  });
}

/**
 * What the token may never exceed. One's own token, made from a full session, follows its owner. Made for
 * somebody else, or with a credential that is itself limited, it stays below what its maker held just now.
 */
function ceilingFor(actor: UserActor, owner: UserId): PermissionSet | undefined {
  return isSelf(actor, owner) && actor.via.kind === 'session' ? undefined : actor.permissions;
}

/**
 * The permissions that a narrowed token is left with. Asking for one that its owner does not hold, or that the
 * credential of this request does not carry, is refused rather than granted as nothing.
 */
async function narrow(
  tables: AccessTables & ProjectTables,
  actor: UserActor,
  owner: TargetUser,
  audience: readonly ServiceId[],
  narrowing: Narrowing | undefined,
): Promise<Result<PermissionSet | undefined>> {
  if (narrowing === undefined) return ok(undefined);
  const { catalog } = await readMeaning(tables);
  const carried = actor.permissions;
  const grant = await resolveGrant(tables, { narrowing, audience, catalog, carried });
  if (!grant.ok) return grant;
  const source = isSelf(actor, owner.id)
    ? { held: carried, ...lackedBy(actor) }
    : { held: owner.holds, lackedBy: owner.login };
  const may = checkGrant(grant.value, source, narrowing);
  return may.ok ? grant : may;
}

function pairTexts(set: PermissionSet): readonly string[] {
  return pairsOf(set).map(([permission, place]) => `${permission} in ${place}`);
}

function brokenTokenRule(input: NewPermanentToken, now: Instant): Refusal | undefined {
  const name = brokenNameRule(input.name);
  if (name !== undefined) return malformed('name', name);
  const description = input.description === undefined ? undefined : brokenDescriptionRule(input.description);
  if (description !== undefined) return malformed('description', description);
  const expiry = input.expiresAt === undefined ? undefined : brokenExpiryRule(input.expiresAt, now);
  if (expiry !== undefined) return malformed('expires', expiry);
  if (input.audience.length === 0) return malformed('scope', 'must name at least one service');
  if (input.audience.length > audienceSizeMax)
    return malformed('scope', `must name at most ${audienceSizeMax} services`);
  return undefined;
}

/**
 * A token made with a token opens no door that its maker does not open, and lives no longer: otherwise whoever
 * finds a short-lived token makes a lasting one of it.
 */
async function checkWithinIssuer(
  tables: PermanentTokenTables,
  actor: UserActor,
  audience: readonly ServiceId[],
  expiresAt: Instant | undefined,
): Promise<Result<void>> {
  if (actor.via.kind !== 'permanent-token') return allowed;
  const issuer = await tables.permanentTokens.find(actor.via.id);
  if (issuer === undefined) return refuse({ kind: 'unauthenticated' });
  if (!audience.every((service) => issuer.audience.includes(service))) {
    return refuse(
      unfit('A token creates tokens only for services in its own scope; sign in to choose others'),
    );
  }
  const latest = issuer.expiresAt;
  if (latest === undefined || (expiresAt !== undefined && expiresAt <= latest)) return allowed;
  const rule = `A token creates no token that lives longer than itself: expires must be at most ${latest}`;
  return refuse({ kind: 'credential-unfit', rule, field: 'expires' });
}

function unfit(rule: string): Refusal {
  return { kind: 'credential-unfit', rule };
}
