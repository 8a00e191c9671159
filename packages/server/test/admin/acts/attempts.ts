import {
  addMember,
  allUsersGroupId,
  assignRole,
  banUser,
  createGroup,
  createProject,
  createRole,
  createUser,
  declarePermission,
  deleteGroup,
  deleteProject,
  deleteRole,
  deleteService,
  deleteUser,
  endConnectionsOf,
  endUserSession,
  type GroupId,
  globalProjectId,
  guestUserId,
  issuePermanentToken,
  issueResetLink,
  listAuditEvents,
  listRoles,
  listUsers,
  observer,
  type PermissionKey,
  type ProjectId,
  type RoleId,
  registerService,
  removeFactors,
  revokeEverything,
  revokePermanentToken,
  rotateServiceSecret,
  type ServiceId,
  setGroupManagers,
  trustId,
  type UserId,
  updateGroup,
  updateProject,
  updateRole,
  updateService,
  updateUser,
} from '@countersign/core';
import { fresh } from '../../harness/household.ts';
import type { Cast } from './cast.ts';
import type { Attempt, Outcomes } from './rehearsal.ts';

/** What each act does, for the matrix; the names are those of the previews, or the matrix does not compile. */
export const ofUser = (id: UserId): Outcomes => ({
  update: (stage, caller) => updateUser(stage, caller, id, { name: 'Renamed' }),
  changeIdentity: (stage, caller) => updateUser(stage, caller, id, { email: 'new@example.org' }),
  changeLogin: (stage, caller) => updateUser(stage, caller, id, { login: fresh('renamed') }),
  ban: (stage, caller) =>
    banUser(stage, caller, { userId: id, banned: true, reason: undefined, successor: undefined }),
  delete: (stage, caller) => deleteUser(stage, caller, { userId: id, successor: undefined }),
  issueToken: (stage, caller) =>
    issuePermanentToken(stage, caller, {
      ownerId: id,
      name: 'made in a rehearsal',
      description: undefined,
      audience: ['0-0-0-0-0'],
      expiresAt: undefined,
      narrowing: undefined,
    }),
  revokeToken: (stage, caller) =>
    revokePermanentToken(stage, caller, id, trustId('9c1f4d1e-0000-4000-8000-00000000dead')),
  endSession: (stage, caller) =>
    endUserSession(stage, caller, { owner: id, id: trustId('9c1f4d1e-0000-4000-8000-00000000dead') }),
  requirePasswordChange: (stage, caller) => updateUser(stage, caller, id, { passwordChangeRequired: true }),
  resetPassword: (stage, caller) => issueResetLink(stage, caller, id),
  revokeEverything: (stage, caller) => revokeEverything(stage, caller, id),
  turnOffTwoFactor: (stage, caller) => removeFactors(stage, caller, id),
});

export const ofGroup = (id: GroupId, cast: Cast): Outcomes => ({
  // Of a built-in group the description is fixed, and its requirement is not.
  update: [{ description: 'Changed' }, { requiresTwoFactor: false }].map(
    (change): Attempt =>
      (stage, caller) =>
        updateGroup(stage, caller, id, change),
  ),
  changeMembers: (stage, caller) =>
    addMember(stage, caller, {
      groupId: id,
      userId: cast.users['who may delete a project'] ?? guestUserId,
    }),
  setUpdaters: (stage, caller) => setGroupManagers(stage, caller, id, []),
  delete: (stage, caller) => deleteGroup(stage, caller, { groupId: id, successor: undefined }),
  assignRole: [cast.projects.payments, globalProjectId].map(
    (projectId = globalProjectId): Attempt =>
      (stage, caller) =>
        assignRole(stage, caller, {
          roleId: cast.roles.empty ?? observer.id,
          holder: { kind: 'group', id },
          projectId,
        }),
  ),
});

export const ofRole = (id: RoleId): Outcomes => ({
  update: (stage, caller) => updateRole(stage, caller, id, { name: 'Renamed' }),
  delete: (stage, caller) => deleteRole(stage, caller, id),
});

export const ofProject = (id: ProjectId, cast: Cast): Outcomes => ({
  update: (stage, caller) => updateProject(stage, caller, id, { name: 'Renamed' }),
  delete: (stage, caller) => deleteProject(stage, caller, id),
  assignRole: (stage, caller) =>
    assignRole(stage, caller, {
      roleId: cast.roles.empty ?? observer.id,
      holder: { kind: 'user', id: cast.users['the only person who administers'] ?? guestUserId },
      projectId: id,
    }),
});

export const ofService = (id: ServiceId): Outcomes => ({
  update: (stage, caller) => updateService(stage, caller, id, { name: 'Renamed' }),
  rotateSecret: (stage, caller) => rotateServiceSecret(stage, caller, id),
  declarePermission: (stage, caller) =>
    declarePermission(stage, caller, {
      serviceId: id,
      key: fresh('rehearsed') as PermissionKey,
      name: 'Rehearsed',
      description: undefined,
      holdsIn: 'project',
      implies: [],
    }),
  endConnections: (stage, caller) => endConnectionsOf(stage, caller, id),
  delete: (stage, caller) => deleteService(stage, caller, id),
});

const plainPage = { skip: 0, top: 10, orderBy: [] };
export const ofAuthority: Outcomes = {
  createUser: (stage, caller) =>
    createUser(stage, caller, {
      kind: 'person',
      login: fresh('newcomer'),
      name: 'Newcomer',
      email: undefined,
      password: undefined,
    }),
  createGroup: (stage, caller) =>
    createGroup(stage, caller, {
      name: fresh('New group'),
      description: undefined,
      parentId: undefined,
      requiresTwoFactor: false,
      autoJoin: false,
    }),
  createRole: (stage, caller) =>
    createRole(stage, caller, {
      key: fresh('new-role'),
      name: 'New',
      description: undefined,
      permissions: [],
    }),
  createProject: (stage, caller) =>
    createProject(stage, caller, { key: 'NEW', name: 'New', description: undefined }),
  registerService: (stage, caller) =>
    registerService(stage, caller, {
      name: 'New',
      key: 'new',
      description: undefined,
      homeUrl: undefined,
      viewers: [],
    }),
  readUsers: ({ store }, caller) => listUsers(store.tables, caller, plainPage),
  readAudit: ({ store }, caller) => listAuditEvents(store.audit, caller, {}, plainPage),
  readRoles: ({ store }, caller) => listRoles(store.tables, caller, plainPage),
  assignGlobalRole: (stage, caller) =>
    assignRole(stage, caller, {
      roleId: observer.id,
      holder: { kind: 'group', id: allUsersGroupId },
      projectId: globalProjectId,
    }),
};
