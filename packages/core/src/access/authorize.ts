import type { GroupId, PermissionKey, ProjectId, ServiceId, UserId } from '../kernel/id.ts';
import { globalProjectId } from '../kernel/id.ts';
import { allowed } from '../kernel/result.ts';
import type { Result } from '../refusal.ts';
import type { Actor } from './actor.ts';
import {
  checkDominates,
  checkHolds,
  checkInteractive,
  checkNotProgram,
  checkNotReduced,
  holds,
  isSelf,
} from './guard.ts';
import * as permission from './permission.ts';
import { fromPairs, type PermissionSet } from './permission-set.ts';
import type { Place } from './role.ts';

/**
 * Who may do what, said once. Ann administers; Bob writes scripts; Gina looks after the group Wiki Editors; Eve
 * found Bob's laptop.
 *
 * Bob sees and ends his own credentials and makes new ones as long as he may update himself. Ann may look at
 * Bob's, and end them: ending cannot raise anybody. To make a credential that speaks for Bob, or to change the
 * address his mail goes to, Ann must hold whatever Bob holds, or Bob's rights would be hers to take. Gina adds
 * people to her group as long as she holds herself what the group gives, and takes them out on the same terms.
 * Eve, with one of Bob's tokens, can do no more than that token could: every question below is asked of what
 * the *credential* carries, never of the account.
 *
 * Who lacks the very permission for an act learns nothing about what it would be done to, not even its name: ids
 * are easy to come by. Names stand in the answers to who may act, and holds too little for this one.
 *
 * All functions are pure; each use case asks before it acts, and no route has a check of its own. What authenticates
 * people and programs has its rules in `authorize-credentials.ts`.
 */

/** A user whom somebody wants to act on: what they hold, computed with every cut-down lifted. */
export interface TargetUser {
  readonly id: UserId;
  /** Told by a refusal only to who holds the right to such an act: to others, nobody is anybody. */
  readonly login: string;
  readonly holds: PermissionSet;
}

// Users

export function authorizeReadUsers(actor: Actor): Result<void> {
  return checkHolds(actor, 'read users', permission.readUserBasicPermission);
}

export function authorizeReadUser(actor: Actor, target: UserId): Result<void> {
  return isSelf(actor, target)
    ? allowed
    : checkHolds(actor, 'read this user', permission.readUserBasicPermission);
}

/** Whether the actor sees what identifies a person beyond login and name: the e-mail address. */
export function seesUserDetails(actor: Actor, target: UserId): boolean {
  return isSelf(actor, target) || holds(actor, permission.readUserFullPermission);
}

/** With what somebody signs in: login, address, whether a password must be replaced. Never the password. */
export function authorizeReadSignInDetails(actor: Actor, target: UserId): Result<void> {
  return isSelf(actor, target)
    ? allowed
    : checkHolds(actor, 'read how this user signs in', permission.readUserFullPermission);
}

/** What somebody holds and where it comes from. */
export function authorizeReadAccess(actor: Actor, target: UserId): Result<void> {
  return isSelf(actor, target)
    ? allowed
    : checkHolds(actor, "read this user's access", permission.readUserFullPermission);
}

/** `granted` is all that the new account will hold from its first moment. A new account is a new way in. */
export function authorizeCreateUser(actor: Actor, granted: PermissionSet): Result<void> {
  const fit = checkNotProgram(actor, 'create users');
  if (!fit.ok) return fit;
  const may = checkHolds(actor, 'create a user', permission.createUserPermission);
  return may.ok ? checkDominates(actor, granted, 'create a user with these permissions') : may;
}

/** Name, purpose, ban, owner of a bot: whatever is somebody else's to change about an account. */
export function authorizeChangeUser(actor: Actor, target: TargetUser): Result<void> {
  const may = checkHolds(actor, 'change this user', permission.updateUserPermission);
  return may.ok ? checkDominates(actor, target.holds, `change ${target.login}`) : may;
}

/** One's own name. */
export function authorizeChangeSelf(actor: Actor): Result<void> {
  return checkHolds(actor, 'change your profile', permission.updateSelfPermission);
}

/** Login and e-mail are what somebody is recognised by: never changed with a token. */
export function authorizeChangeIdentity(actor: Actor, target: TargetUser, field: string): Result<void> {
  const by = isSelf(actor, target.id) ? authorizeChangeSelf(actor) : authorizeChangeUser(actor, target);
  if (!by.ok) return by;
  const byHand = checkInteractive(actor, field);
  return byHand.ok ? checkNotReduced(actor, 'change login or e-mail') : byHand;
}

export function authorizeDeleteUser(actor: Actor, target: TargetUser): Result<void> {
  const may = checkHolds(actor, 'delete this user', permission.deleteUserPermission);
  return may.ok ? checkDominates(actor, target.holds, `delete ${target.login}`) : may;
}

// Groups

export function authorizeReadGroups(actor: Actor): Result<void> {
  return checkHolds(actor, 'read all groups', permission.readGroupPermission);
}

export function seesAllGroups(actor: Actor): boolean {
  return authorizeReadGroups(actor).ok;
}

export function authorizeReadGroup(actor: Actor, group: GroupId): Result<void> {
  return checkHolds(actor, 'read this group', permission.readGroupPermission, group, 'this group');
}

/** `gained` is what members of the group above receive, for a group that is made inside one. */
export function authorizeCreateGroup(actor: Actor, gained: PermissionSet): Result<void> {
  const act = 'create a group';
  const may = checkHolds(actor, act, permission.createGroupPermission);
  return may.ok ? checkDominates(actor, gained, act) : may;
}

/** Name, description, its duties. A manager of the group may not: they keep its membership, not its meaning. */
export function authorizeUpdateGroup(actor: Actor): Result<void> {
  return checkHolds(actor, 'change this group', permission.updateGroupPermission);
}

/** What a change of place in the tree gives to members, and what it takes from them. */
export function authorizeMoveGroup(
  actor: Actor,
  { gained, lost }: { readonly gained: PermissionSet; readonly lost: PermissionSet },
): Result<void> {
  const act = 'move this group';
  const may = checkHolds(actor, act, permission.updateGroupPermission);
  if (!may.ok) return may;
  const give = checkDominates(actor, gained, act);
  return give.ok ? checkDominates(actor, lost, act) : give;
}

/** `granted` is what everybody who gets an account from now on would receive, whoever makes it. */
export function authorizeOpenToNewcomers(actor: Actor, granted: PermissionSet): Result<void> {
  return checkDominates(actor, granted, 'let every new account join this group');
}

/**
 * Whether members need a second factor. Lifting it makes a password alone enough for `granted`, and demanding it cuts
 * down who uses `granted` now: both are for who holds it.
 */
export function authorizeChangeRequirement(actor: Actor, granted: PermissionSet): Result<void> {
  return checkDominates(actor, granted, 'change whether this group requires two-factor authentication');
}

/** The same of one user, for an act that changes it for them: who is in a group, or that it ends. */
export function authorizeChangeRequirementOf(actor: Actor, { login, holds }: TargetUser): Result<void> {
  return checkDominates(actor, holds, `change whether ${login} must have a second factor`);
}

/** `granted` is what belonging to the group gives, the groups above it included. */
export function authorizeChangeMembership(
  actor: Actor,
  group: GroupId,
  granted: PermissionSet,
): Result<void> {
  const act = 'change the members of this group';
  const may = checkHolds(actor, act, permission.updateGroupPermission, group, 'this group');
  return may.ok ? checkDominates(actor, granted, act) : may;
}

export function authorizeDeleteGroup(actor: Actor, granted: PermissionSet): Result<void> {
  const act = 'delete this group';
  const may = checkHolds(actor, act, permission.deleteGroupPermission);
  return may.ok ? checkDominates(actor, granted, act) : may;
}

// Roles and assignments

export function authorizeReadRoles(actor: Actor): Result<void> {
  return checkHolds(actor, 'read roles', permission.readRolePermission);
}

/** `changed` are the permissions that the role gains or loses. It may be given anywhere, so Global counts. */
export function authorizeChangeRole(actor: Actor, changed: Iterable<PermissionKey>): Result<void> {
  const may = checkHolds(actor, 'change roles', permission.manageRolePermission);
  const everywhere = fromPairs([...changed].map((key) => [key, globalProjectId]));
  return may.ok ? checkDominates(actor, everywhere, 'give or take these permissions by a role') : may;
}

/** Gives a role in a place, or takes it away: `granted` is what it amounts to there. */
export function authorizeAssignRole(actor: Actor, place: Place, granted: PermissionSet): Result<void> {
  const act = 'give or take this role here';
  const needed =
    place.kind === 'project'
      ? checkHolds(actor, act, permission.updateProjectPermission, place.id)
      : place.kind === 'group'
        ? checkHolds(actor, act, permission.updateGroupPermission)
        : checkHolds(actor, act, permission.manageRolePermission);
  return needed.ok ? checkDominates(actor, granted, act) : needed;
}

// Projects

export function mayReadProject(actor: Actor, project: ProjectId): boolean {
  return holds(actor, permission.readProjectBasicPermission, project);
}

export function authorizeCreateProject(actor: Actor): Result<void> {
  return checkHolds(actor, 'create a project', permission.createProjectPermission);
}

export function authorizeUpdateProject(actor: Actor, project: ProjectId): Result<void> {
  return checkHolds(actor, 'change this project', permission.updateProjectPermission, project);
}

export function authorizeDeleteProject(actor: Actor, project: ProjectId): Result<void> {
  return checkHolds(actor, 'delete this project', permission.deleteProjectPermission, project);
}

// Services

export function authorizeManageServices(actor: Actor): Result<void> {
  return checkHolds(actor, 'manage services', permission.writeLowLevelPermission);
}

/** The secret that a service authenticates with is a credential like others. */
export function authorizeMakeServiceSecret(actor: Actor): Result<void> {
  const fit = checkNotProgram(actor, 'make the secret of a service');
  return fit.ok ? authorizeManageServices(actor) : fit;
}

/** Whether the actor may see the service, and so name it in a token's scope. */
export function mayReadService(actor: Actor, service: ServiceId): boolean {
  return holds(actor, permission.readServicePermission, service);
}

/** Whether the actor sees every service, and what is known of its secret. */
export function seesAllServices(actor: Actor): boolean {
  return actor.kind === 'user' && holds(actor, permission.readLowLevelPermission);
}

/** Who uses a service, and how much. */
export function authorizeReadServiceUse(actor: Actor): Result<void> {
  return checkHolds(actor, 'read how a service is used', permission.readLowLevelPermission);
}

/** Opens a service to more groups, or shuts it to some: only what the actor may use is theirs to give or take. */
export function authorizeChangeViewers(actor: Actor, service: ServiceId): Result<void> {
  return checkHolds(actor, 'open or shut this service', permission.readServicePermission, service);
}

/** The same for a service that is about to be: only who may use every service may use one that is new. */
export function authorizeOpenNewService(actor: Actor): Result<void> {
  return checkHolds(actor, 'open a new service', permission.readServicePermission);
}

/** `implied` is what holders of one permission would gain or lose by implication, wherever they hold it. */
export function authorizeImply(actor: Actor, implied: Iterable<PermissionKey>): Result<void> {
  const everywhere = fromPairs([...implied].map((key) => [key, globalProjectId]));
  return checkDominates(actor, everywhere, 'give or take these permissions by implication');
}

// The audit log

/** The log tells of everybody: it is for whoever may look into every corner, everywhere. */
export function authorizeReadAudit(actor: Actor): Result<void> {
  return checkHolds(actor, 'read the audit log', permission.readLowLevelPermission);
}
