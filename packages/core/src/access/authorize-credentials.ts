import type { UserId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import { allowed, refuse } from '../kernel/result.ts';
import type { Result } from '../refusal.ts';
import type { Actor } from './actor.ts';
import {
  authorizeChangeSelf,
  authorizeChangeUser,
  authorizeManageServices,
  authorizeReadServiceUse,
  type TargetUser,
} from './authorize.ts';
import {
  checkDominates,
  checkFresh,
  checkHolds,
  checkInteractive,
  checkNotProgram,
  checkNotReduced,
  isSelf,
} from './guard.ts';
import * as permission from './permission.ts';

/**
 * Who may do what with that by which people and programs show who they are: passwords, second factors, tokens,
 * application passwords and sessions, and the notices that tell of them. The general rules are those of `authorize.ts`;
 * here they meet three more: some of it is done by hand alone, none of it by a program's own password, and nothing
 * that would outlive it by a session that is cut down.
 */

// Passwords

/** A password is nobody's to set but its owner's, in a session that is fresh: the second factor was shown, too. */
export function authorizeChangePassword(actor: Actor, target: UserId, now: Instant): Result<void> {
  if (actor.kind !== 'user') return refuse({ kind: 'unauthenticated' });
  const byHand = checkInteractive(actor, 'A password');
  if (!byHand.ok) return byHand;
  const full = checkNotReduced(actor, 'change a password');
  if (!full.ok) return full;
  if (!isSelf(actor, target)) return refuse(foreignPassword);
  const may = authorizeChangeSelf(actor);
  return may.ok ? checkFresh(actor, now, 'change your password') : may;
}

const foreignPassword = {
  kind: 'credential-unfit',
  rule: 'Nobody sets the password of another account; require that its owner changes it at the next sign-in',
} as const;

/**
 * Starting the reset of a password reaches whatever its owner holds. One's own is changed with the old one: a reset
 * would do without.
 */
export function authorizeResetPassword(actor: Actor, target: TargetUser): Result<void> {
  if (isSelf(actor, target.id)) return refuse(ownPassword);
  const may = authorizeChangeUser(actor, target);
  if (!may.ok) return may;
  const byHand = checkInteractive(actor, 'A password');
  return byHand.ok ? checkNotReduced(actor, 'reset a password') : byHand;
}

const ownPassword = {
  kind: 'credential-unfit',
  rule: 'Nobody resets their own password; change it with the present one',
} as const;

// Notices

/** What somebody has yet to be told is for them alone. */
export function authorizeReadNotices(actor: Actor, target: UserId): Result<void> {
  if (actor.kind !== 'user') return refuse({ kind: 'unauthenticated' });
  const fit = checkNotProgram(actor, 'read notices');
  if (!fit.ok) return fit;
  return isSelf(actor, target) ? allowed : refuse(foreignNotices);
}

/** Put away in a session alone: no token hides what was done with it. */
export function authorizeDismissNotice(actor: Actor, target: UserId): Result<void> {
  const own = authorizeReadNotices(actor, target);
  if (!own.ok) return own;
  return actor.kind === 'user' && actor.via.kind !== 'session' ? refuse(noticesByHand) : allowed;
}

const foreignNotices = {
  kind: 'credential-unfit',
  rule: 'Notices are for whom they are about, and for nobody else',
} as const;

const noticesByHand = {
  kind: 'credential-unfit',
  rule: 'Notices cannot be dismissed with a token; sign in to do it',
} as const;

// Second factors

/** A factor is its owner's to add: also in a session that is cut down, whose way out it is. */
export function authorizeAddFactor(actor: Actor, target: UserId, now: Instant): Result<void> {
  const byHand = checkInteractive(actor, 'A second factor');
  if (!byHand.ok) return byHand;
  if (!isSelf(actor, target)) {
    const full = checkNotReduced(actor, 'set up the second factor of another account');
    return full.ok ? refuse(foreignFactor) : full;
  }
  const fresh = checkFresh(actor, now, 'change your second factor');
  return fresh.ok ? authorizeChangeSelf(actor) : fresh;
}

const foreignFactor = {
  kind: 'credential-unfit',
  rule: 'Nobody sets up the second factor of another account',
} as const;

/** Taking a factor away leaves a password alone: it is what whoever reaches the rest of the way lacks. */
export function authorizeRemoveFactors(actor: Actor, target: TargetUser, now: Instant): Result<void> {
  const may = authorizeTurnOffTwoFactor(actor, target);
  return may.ok ? checkFresh(actor, now, 'change a second factor') : may;
}

/** The same but for how long ago the actor signed in: to sign in again is in everybody's own hands. */
export function authorizeTurnOffTwoFactor(actor: Actor, target: TargetUser): Result<void> {
  const by = isSelf(actor, target.id) ? authorizeChangeSelf(actor) : authorizeChangeUser(actor, target);
  return by.ok ? checkInteractive(actor, 'A second factor') : by;
}

// Credentials

export function authorizeReadCredentials(actor: Actor, owner: UserId): Result<void> {
  const fit = checkNotProgram(actor, 'read tokens or passwords');
  if (!fit.ok) return fit;
  return isSelf(actor, owner)
    ? allowed
    : checkHolds(actor, "read this user's tokens", permission.readUserFullPermission);
}

/** The owner's holdings are what they could ever use through a credential, cut-downs lifted. */
export function authorizeIssueCredential(actor: Actor, owner: TargetUser): Result<void> {
  const fit = checkNotProgram(actor, 'create tokens');
  if (!fit.ok) return fit;
  const full = checkNotReduced(actor, 'create tokens');
  if (!full.ok) return full;
  if (isSelf(actor, owner.id)) return checkHolds(actor, 'create tokens', permission.updateSelfPermission);
  const may = checkHolds(actor, 'create tokens for this user', permission.updateUserPermission);
  return may.ok ? checkDominates(actor, owner.holds, `create tokens for ${owner.login}`) : may;
}

/** Made by hand and for oneself: nobody else ever knows one. */
export function authorizeIssueApplicationPassword(actor: Actor, owner: UserId): Result<void> {
  const act = 'create application passwords';
  if (actor.kind !== 'user') return refuse({ kind: 'unauthenticated' });
  if (actor.via.kind !== 'session')
    return refuse({ kind: 'credential-unfit', rule: `Sign in to ${act}: no token makes one` });
  const full = checkNotReduced(actor, act);
  if (!full.ok) return full;
  return isSelf(actor, owner)
    ? checkHolds(actor, act, permission.updateSelfPermission)
    : refuse(foreignApplicationPassword);
}

const foreignApplicationPassword = {
  kind: 'credential-unfit',
  rule: 'Nobody makes an application password for another account',
} as const;

/** A consent lets a service act: given by hand and for oneself, in a session that carries all that it should. */
export function authorizeApproveScope(actor: Actor): Result<void> {
  const act = 'approve an application';
  if (actor.kind !== 'user') return refuse({ kind: 'unauthenticated' });
  return actor.via.kind === 'session'
    ? checkNotReduced(actor, act)
    : refuse({ kind: 'credential-unfit', rule: `Sign in to ${act}: no token does` });
}

export function authorizeRevokeCredential(actor: Actor, owner: UserId): Result<void> {
  const fit = checkNotProgram(actor, 'end tokens or passwords');
  if (!fit.ok) return fit;
  return isSelf(actor, owner)
    ? checkHolds(actor, 'end tokens', permission.updateSelfPermission)
    : checkHolds(actor, "end this user's tokens", permission.updateUserPermission);
}

/** Who is connected to a service: for those who read how it is used, and the credentials of its users. */
export function authorizeReadConnectionsOf(actor: Actor): Result<void> {
  const fit = checkNotProgram(actor, 'read tokens or passwords');
  if (!fit.ok) return fit;
  const may = authorizeReadServiceUse(actor);
  return may.ok ? checkHolds(actor, "read users' tokens", permission.readUserFullPermission) : may;
}

/** The end of all that a service does for users: for those who manage it, and could end each by itself. */
export function authorizeEndConnectionsOf(actor: Actor): Result<void> {
  const fit = checkNotProgram(actor, 'end tokens or passwords');
  if (!fit.ok) return fit;
  const may = authorizeManageServices(actor);
  return may.ok ? checkHolds(actor, "end users' tokens", permission.updateUserPermission) : may;
}

// Sessions

/** Where somebody is signed in: with what device, from where, and when. */
export function authorizeReadSessions(actor: Actor, owner: UserId): Result<void> {
  const fit = checkNotProgram(actor, 'read sessions');
  if (!fit.ok) return fit;
  return isSelf(actor, owner)
    ? allowed
    : checkHolds(actor, "read this user's sessions", permission.readUserFullPermission);
}

/** Ending raises nobody, and whoever ends a thief's session must not be asked to sign in first. */
export function authorizeEndSessions(actor: Actor, owner: UserId): Result<void> {
  const fit = checkNotProgram(actor, 'end sessions');
  if (!fit.ok) return fit;
  return isSelf(actor, owner)
    ? checkHolds(actor, 'end sessions', permission.updateSelfPermission)
    : checkHolds(actor, "end this user's sessions", permission.updateUserPermission);
}

/**
 * Ending all that opens an account. Of somebody else it is for who holds all that they hold: it shuts them out
 * of whatever they do there.
 */
export function authorizeRevokeEverything(actor: Actor, owner: TargetUser): Result<void> {
  const by = isSelf(actor, owner.id)
    ? authorizeRevokeCredential(actor, owner.id)
    : authorizeChangeUser(actor, owner);
  return by.ok ? checkInteractive(actor, 'All credentials of a user') : by;
}
