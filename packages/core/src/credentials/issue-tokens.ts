import type { Caller } from '../access/actor.ts';
import type { Transactor } from '../audit/transaction.ts';
import type { UserTables } from '../identity/identity-store.ts';
import { newId, type ServiceId } from '../kernel/id.ts';
import { type Clock, hasPassed, type Instant, instant } from '../kernel/instant.ts';
import type { Random } from '../kernel/random.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { SecretHash } from '../kernel/secret.ts';
import type { Refusal, Result } from '../refusal.ts';
import type { Service } from '../services/service.ts';
import type { ServiceTables } from '../services/service-store.ts';
import type { AccessToken } from './access-token.ts';
import type { Connection } from './connection.ts';
import type { Artefact, ConnectionTables } from './connection-store.ts';
import type { ApplicationPasswordTables } from './credential-store.ts';

export interface IssueTokensPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly store: Transactor<ConnectionTables & UserTables & ServiceTables & ApplicationPasswordTables>;
}

export interface IssueTokens {
  /** As it shall be where it is made now; one that is there already stays as it is, and must still be good. */
  readonly connection: Connection;
  /** What is exchanged for the tokens: a code, or the refresh token before; absent where a service keeps that one. */
  readonly spends: Pick<Artefact, 'model' | 'hash'> | undefined;
  readonly accessToken: NewAccessToken | undefined;
  /** What is kept beside it: the next refresh token. */
  readonly artefacts: readonly Artefact[];
}

/** It is cut to its connection: what is asked for beyond it is left out. */
export interface NewAccessToken {
  readonly hash: SecretHash;
  readonly audience: readonly ServiceId[];
  readonly openIdScope: readonly string[];
  /** Of the key that whoever asks has shown; see `AccessToken`. */
  readonly keyThumbprint: string | undefined;
  readonly expiresAt: Instant;
}

export interface IssuedTokens {
  /** `repeated`: the same tokens were issued for the same request a moment ago, and nothing was written now. */
  readonly kind: 'made' | 'renewed' | 'repeated';
  readonly accessToken: AccessToken | undefined;
}

/**
 * Exchanges a code or a refresh token for tokens, once (RFC 6749 §4.1.2, RFC 9700 §4.14.2). Whoever comes second with
 * the same one is refused, but for who derived the same tokens from it: an answer that was lost on the way is given
 * again, to whoever holds the same key. Who may exchange what is settled by the caller; that nothing of it has ended
 * meanwhile, here.
 */
export async function issueTokens(
  ports: IssueTokensPorts,
  caller: Caller,
  input: IssueTokens,
): Promise<Result<IssuedTokens>> {
  const issued = await issueOnce(ports, caller, input);
  if (issued.ok || issued.refusal.kind !== 'grant-spent' || input.accessToken === undefined) return issued;
  const known = await ports.store.tables.accessTokens.findByHash(input.accessToken.hash);
  return known?.connectionId === input.connection.id &&
    known.state.kind === 'active' &&
    known.keyThumbprint === input.accessToken.keyThumbprint
    ? ok({ kind: 'repeated', accessToken: known })
    : issued;
}

async function issueOnce(
  { clock, random, store }: IssueTokensPorts,
  caller: Caller,
  { connection: wanted, spends, accessToken, artefacts }: IssueTokens,
): Promise<Result<IssuedTokens>> {
  const at = clock.now();
  return store.change(async (tables) => {
    if (spends !== undefined && !(await tables.artefacts.consume(spends.model, spends.hash, at)))
      return refuse(spent(`${spends.model} was spent before`));
    const before = await tables.connections.find(wanted.id);
    const client = await tables.services.find(wanted.clientId);
    const ended = await endOf(tables, before ?? wanted, { isNew: before === undefined, client, at });
    if (ended !== undefined) return refuse(spent(ended));

    const connection = before ?? wanted;
    if (before === undefined) await tables.connections.insert(connection);
    const token = accessToken && {
      ...cutTo(connection, accessToken),
      id: newId<AccessToken['id']>(random),
      createdAt: at,
    };
    if (token !== undefined) await tables.accessTokens.insert(token);
    for (const artefact of artefacts) await tables.artefacts.put(artefact);
    const made = before === undefined;
    return ok({
      value: { kind: made ? ('made' as const) : ('renewed' as const), accessToken: token },
      events: [
        {
          kind: made ? 'connection.made' : 'connection.renewed',
          at,
          caller,
          subject: connection.userId,
          target: { kind: 'connection', id: connection.id, name: client?.name ?? connection.clientId },
          ...(made && { details: { audience: connection.audience, openIdScope: connection.openIdScope } }),
        },
      ],
      touched: [],
    });
  });
}

/** What stands in the way of tokens for the connection, if anything does. */
async function endOf(
  tables: ConnectionTables & UserTables & ApplicationPasswordTables,
  { userId, clientId, state, expiresAt, madeWith }: Connection,
  {
    isNew,
    client,
    at,
  }: { readonly isNew: boolean; readonly client: Service | undefined; readonly at: Instant },
): Promise<string | undefined> {
  if (state.kind !== 'active') return `the connection is ${state.kind}`;
  if (hasPassed(expiresAt, at)) return 'the connection is past its end';
  if (client === undefined) return 'the client is gone';
  const user = await tables.users.find(userId);
  if (user?.state.kind !== 'active') return 'the user may not sign in';
  // Whoever gave the service a password agreed by that, for as long as the password stands.
  if (madeWith !== undefined) {
    const password = await tables.applicationPasswords.find(madeWith);
    return password?.state.kind === 'active' ? undefined : 'the application password has ended';
  }
  // A code outlives the consent that it came from by a minute at most; a connection that stands ends with it at once.
  const needsConsent = isNew && client.client?.needsConsent !== false;
  return needsConsent && (await tables.approvedScopes.findOf(userId, clientId)) === undefined
    ? 'the user took their consent back'
    : undefined;
}

function cutTo(connection: Connection, wanted: NewAccessToken): Omit<AccessToken, 'id' | 'createdAt'> {
  return {
    kind: 'access-token',
    hash: wanted.hash,
    connectionId: connection.id,
    userId: connection.userId,
    clientId: connection.clientId,
    audience: wanted.audience.filter((service) => connection.audience.includes(service)),
    openIdScope: wanted.openIdScope.filter((word) => connection.openIdScope.includes(word)),
    declared: connection.declared,
    keyThumbprint: wanted.keyThumbprint,
    state: { kind: 'active' },
    expiresAt: instant(Math.min(wanted.expiresAt, connection.expiresAt)),
  };
}

function spent(internalReason: string): Refusal {
  return { kind: 'grant-spent', internalReason };
}
