import { globalProjectId, type PermissionKey, type UserId } from '../kernel/id.ts';
import { allowed, refuse } from '../kernel/result.ts';
import type { Result } from '../refusal.ts';
import type { Actor, UserActor } from './actor.ts';
import {
  createUserPermission,
  readLowLevelPermission,
  readUserBasicPermission,
  readUserFullPermission,
  updateSelfPermission,
  updateUserPermission,
  writeLowLevelPermission,
} from './permission.ts';
import { covers, missingFrom, type PermissionSet } from './permission-set.ts';

/**
 * Who may do what, said once. Ann administers; Bob writes scripts; Eve found Bob's laptop.
 *
 * Bob sees and ends his own credentials and makes new ones as long as he may update himself. Ann may look at
 * Bob's, and end them: ending cannot raise anybody. To make a credential that speaks for Bob, Ann must hold
 * whatever Bob holds, or Bob's rights would be hers to take. Eve, with one of Bob's tokens, can do no more than
 * that token could: every question below is asked of what the *credential* carries, never of the account.
 *
 * All functions are pure; each use case asks before it acts, and no route has a check of its own.
 */
export function authorizeReadUsers(actor: Actor): Result<void> {
  return checkHolds(actor, 'read users', readUserBasicPermission);
}

export function authorizeReadUser(actor: Actor, target: UserId): Result<void> {
  return isSelf(actor, target) ? allowed : checkHolds(actor, 'read this user', readUserBasicPermission);
}

/** Whether the actor sees what identifies a person beyond login and name: the e-mail address. */
export function seesUserDetails(actor: Actor, target: UserId): boolean {
  return isSelf(actor, target) || checkHolds(actor, 'read this user', readUserFullPermission).ok;
}

export function authorizeCreateUser(actor: Actor, granted: PermissionSet): Result<void> {
  const may = checkHolds(actor, 'create a user', createUserPermission);
  return may.ok ? checkDominates(actor, granted, 'give this role') : may;
}

export function authorizeChangeUser(actor: Actor, targetHolds: PermissionSet): Result<void> {
  const may = checkHolds(actor, 'change this user', updateUserPermission);
  return may.ok ? checkDominates(actor, targetHolds, 'change this user') : may;
}

export function authorizeReadCredentials(actor: Actor, owner: UserId): Result<void> {
  return isSelf(actor, owner)
    ? allowed
    : checkHolds(actor, "read this user's tokens", readUserFullPermission);
}

/** `ownerHolds` is what the owner could ever use through a credential, cut-downs lifted. */
export function authorizeIssueCredential(
  actor: Actor,
  owner: UserId,
  ownerHolds: PermissionSet,
): Result<void> {
  if (isSelf(actor, owner)) return checkHolds(actor, 'create tokens', updateSelfPermission);
  const may = checkHolds(actor, 'create tokens for this user', updateUserPermission);
  return may.ok ? checkDominates(actor, ownerHolds, 'create tokens for this user') : may;
}

export function authorizeRevokeCredential(actor: Actor, owner: UserId): Result<void> {
  return isSelf(actor, owner)
    ? checkHolds(actor, 'end tokens', updateSelfPermission)
    : checkHolds(actor, "end this user's tokens", updateUserPermission);
}

export function authorizeManageServices(actor: Actor): Result<void> {
  return checkHolds(actor, 'manage services', writeLowLevelPermission);
}

/** Whether the actor sees every service, whoever its viewers are. */
export function seesAllServices(actor: Actor): boolean {
  return actor.kind === 'user' && covers(actor.permissions, readLowLevelPermission, globalProjectId);
}

/** The guard: nobody reaches, by any path, a permission they do not hold. Names every pair that is missing. */
export function checkDominates(actor: Actor, wanted: PermissionSet, act: string): Result<void> {
  if (actor.kind === 'system') return allowed;
  if (actor.kind !== 'user') return refuse({ kind: 'unauthenticated' });
  const missing = missingFrom(actor.permissions, wanted);
  return missing.length === 0 ? allowed : refuse({ kind: 'forbidden', act, missing });
}

export function isSelf(actor: Actor, user: UserId): actor is UserActor {
  return actor.kind === 'user' && actor.userId === user;
}

function checkHolds(actor: Actor, act: string, permission: PermissionKey): Result<void> {
  if (actor.kind === 'system') return allowed;
  if (actor.kind !== 'user') return refuse({ kind: 'unauthenticated' });
  if (covers(actor.permissions, permission, globalProjectId)) return allowed;
  return refuse({ kind: 'forbidden', act, missing: [{ permission, place: globalProjectId }] });
}
