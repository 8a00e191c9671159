import { globalProjectId, type PermissionKey, type PlaceId, type UserId } from '../kernel/id.ts';
import { type Instant, later, minuteMilliseconds } from '../kernel/instant.ts';
import { allowed, refuse } from '../kernel/result.ts';
import type { MissingPermission, Result } from '../refusal.ts';
import type { Actor, ActorCredential, UserActor } from './actor.ts';
import { covers, missingFrom, type PermissionSet } from './permission-set.ts';

/**
 * The guard: nobody reaches, by any path, a permission they do not hold, and nobody takes away what they could
 * not give. `wanted` is what the act would give or reach, in every place; the refusal names every pair that is
 * missing. What an actor holds is what the credential of this request carries. The authority itself may all.
 * A session that is cut down is told that, and not what it lacks: a second factor is the way to it.
 */
export function checkDominates(actor: Actor, wanted: PermissionSet, act: string): Result<void> {
  if (actor.kind === 'system') return allowed;
  if (actor.kind !== 'user') return refuse({ kind: 'unauthenticated' });
  const missing = missingFrom(actor.permissions, wanted);
  if (missing.length > 0) return refuseMissing(actor, act, missing);
  for (const permissions of wanted.values())
    for (const permission of permissions) actor.onExercised?.(permission);
  return allowed;
}

/**
 * Whether the actor holds one permission, in a place or everywhere. `called` is what a refusal calls a place that
 * the actor may not know by name.
 */
export function checkHolds(
  actor: Actor,
  act: string,
  permission: PermissionKey,
  place: PlaceId = globalProjectId,
  called?: string,
): Result<void> {
  if (actor.kind === 'system') return allowed;
  if (actor.kind !== 'user') return refuse({ kind: 'unauthenticated' });
  if (has(actor, permission, place)) return allowed;
  const placeName = called === undefined ? {} : { placeName: called };
  return refuseMissing(actor, act, [{ permission, place, ...placeName }]);
}

function refuseMissing(actor: Actor, act: string, missing: readonly MissingPermission[]): Result<void> {
  const full = checkNotReduced(actor, act);
  return full.ok ? refuse({ kind: 'forbidden', act, missing, ...lackedBy(actor) }) : full;
}

/**
 * What is missing is missing from the credential that asks. Where that is no session, it may well be its scope or a
 * limit, and not its owner, who lacks it.
 */
export function lackedBy(actor: Actor): { readonly lackedBy?: string } {
  if (actor.kind !== 'user' || actor.via.kind === 'session') return {};
  return { lackedBy: `this ${words[actor.via.kind]}` };
}

/** What a credential is called in a refusal. */
const words: { readonly [Kind in Exclude<ActorCredential['kind'], 'session'>]: string } = {
  'permanent-token': 'token',
  'application-password': 'application password',
  'access-token': 'access token',
};

export function holds(actor: Actor, permission: PermissionKey, place: PlaceId = globalProjectId): boolean {
  return actor.kind === 'system' || (actor.kind === 'user' && has(actor, permission, place));
}

/** Whatever was asked for and found counts as exercised: without it the answer would be another one. */
function has(actor: UserActor, permission: PermissionKey, place: PlaceId): boolean {
  const isHeld = covers(actor.permissions, permission, place);
  if (isHeld) actor.onExercised?.(permission);
  return isHeld;
}

/**
 * Logins, e-mail addresses, passwords and second factors change by hand, in a session: a credential that could
 * change them would outlive its own end.
 */
export function checkInteractive(actor: Actor, what: string): Result<void> {
  if (actor.kind !== 'user' || actor.via.kind === 'session') return allowed;
  const by = withArticle(words[actor.via.kind]);
  return refuse({ kind: 'credential-unfit', rule: `${what} cannot be changed with ${by}; sign in to do it` });
}

/**
 * A session that is cut down for want of a second factor makes no credential of any kind, and changes nothing that
 * its owner is recognised by: what came of it would not be cut down.
 */
export function checkNotReduced(actor: Actor, act: string): Result<void> {
  return actor.kind === 'user' && actor.via.kind === 'session' && actor.via.isReduced === true
    ? refuse({ kind: 'second-factor-required', act })
    : allowed;
}

/**
 * An application password and an access token are for one program, and no program has business with what
 * authenticates: one that leaks makes nothing that outlives it, and finds nothing else to end.
 */
export function checkNotProgram(actor: Actor, act: string): Result<void> {
  if (actor.kind !== 'user' || actor.via.kind === 'session' || actor.via.kind === 'permanent-token')
    return allowed;
  const program = withArticle(words[actor.via.kind]);
  const rule = `${program.charAt(0).toUpperCase()}${program.slice(1)} cannot ${act}; sign in to do it`;
  return refuse({ kind: 'credential-unfit', rule });
}

function withArticle(word: string): string {
  return word.startsWith('a') ? `an ${word}` : `a ${word}`;
}

/** For this long after somebody showed who they are, they need not show it again (ASVS 7.5.3). */
export const freshForMilliseconds = 10 * minuteMilliseconds;

/** Acts that an open browser alone must not allow to whoever finds it. */
export function checkFresh(actor: Actor, now: Instant, act: string): Result<void> {
  if (actor.kind !== 'user' || actor.via.kind !== 'session') return allowed;
  const { authenticatedAt } = actor.via;
  return authenticatedAt !== undefined && now <= later(authenticatedAt, freshForMilliseconds)
    ? allowed
    : refuse({ kind: 'authentication-too-old', act });
}

export function isSelf(actor: Actor, user: UserId): actor is UserActor {
  return actor.kind === 'user' && actor.userId === user;
}
