import type { Actor, Caller, UserActor } from '../src/access/actor.ts';
import type { TargetUser } from '../src/access/authorize.ts';
import { effectivePermissions } from '../src/access/effective-permissions.ts';
import { authorityCatalog, type Permission, readServicePermission } from '../src/access/permission.ts';
import {
  fromPairs,
  noPermissions,
  type PermissionPairs,
  type PermissionSet,
} from '../src/access/permission-set.ts';
import {
  type Assignment,
  globalPlace,
  observer,
  type Place,
  type Role,
  systemAdministrator,
} from '../src/access/role.ts';
import type { AccessToken } from '../src/credentials/access-token.ts';
import type { ApplicationPassword } from '../src/credentials/application-password.ts';
import type { ApprovedScope } from '../src/credentials/approved-scope.ts';
import type { Connection } from '../src/credentials/connection.ts';
import type { Artefact } from '../src/credentials/connection-store.ts';
import type { PermanentToken } from '../src/credentials/permanent-token.ts';
import type { ServiceToken } from '../src/credentials/service-token.ts';
import type { Group } from '../src/identity/group.ts';
import { loginKey, type User } from '../src/identity/user.ts';
import {
  type AccessTokenId,
  type ApplicationPasswordId,
  type ApprovedScopeId,
  type AssignmentId,
  authorityServiceId,
  type ConnectionId,
  type GroupId,
  globalProjectId,
  type PermanentTokenId,
  type PermissionKey,
  type PlaceId,
  type ProjectId,
  type RoleId,
  type ServiceId,
  type ServiceTokenId,
  type SessionId,
  trustId,
  type UserId,
} from '../src/kernel/id.ts';
import { later } from '../src/kernel/instant.ts';
import { nameForm } from '../src/kernel/name-form.ts';
import type { PasswordHash, SecretHash } from '../src/kernel/secret.ts';
import { type Project, projectKeyForm } from '../src/projects/project.ts';
import { defaultClient } from '../src/services/oauth-client.ts';
import { type Service, serviceKeyForm } from '../src/services/service.ts';
import type { Session } from '../src/sessions/session.ts';
import type { Subject } from '../src/verification/decide.ts';
import { noon } from './platform.ts';

/** Whole, valid values of the domain; a test names only what it is about. */

export const ann = id<UserId>(1);
export const bob = id<UserId>(2);
export const eve = id<UserId>(3);
export const wiki = id<ServiceId>(11);
export const tracker = id<ServiceId>(12);
export const projectA = id<ProjectId>(21);
export const projectB = id<ProjectId>(22);
export const editors = id<GroupId>(61);
export const writers = id<GroupId>(62);

export const readPages = 'wiki.page-read' as PermissionKey;
export const writePages = 'wiki.page-write' as PermissionKey;
export const readTickets = 'tracker.ticket-read' as PermissionKey;

/** The nth identifier of a kind. */
export function id<
  Id extends
    | UserId
    | GroupId
    | RoleId
    | ServiceId
    | ProjectId
    | PermanentTokenId
    | ApplicationPasswordId
    | SessionId
    | AssignmentId
    | ConnectionId
    | AccessTokenId
    | ServiceTokenId
    | ApprovedScopeId,
>(number: number): Id {
  return trustId<Id>(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`);
}

export function aUser(given: Partial<User> = {}): User {
  const login = given.login ?? 'bob';
  return {
    id: bob,
    kind: 'person',
    login,
    loginKey: loginKey(login),
    name: 'Bob',
    email: undefined,
    state: { kind: 'active' },
    passwordHash: given.kind === 'bot' ? undefined : ('a hash' as PasswordHash),
    passwordChangeRequired: false,
    ownerId: undefined,
    purpose: undefined,
    createdAt: noon,
    ...given,
  };
}

/** What an account may become that ends a sign-in half-way. */
export const endsOfSignIn: Readonly<Record<string, Partial<User>>> = {
  'is banned': { state: { kind: 'banned', reason: undefined } },
  'must replace its password': { passwordChangeRequired: true },
  'gets another password': { passwordHash: 'another hash' as PasswordHash },
};

/** Bob as decisions see him: a person who holds what was given and may use the wiki. */
export function aSubject(given: Partial<Subject> = {}): Subject {
  return {
    user: aUser(),
    permissions: permissionsIn(wiki, readServicePermission),
    groups: [],
    answeredFor: true,
    ...given,
  };
}

/** Bob as the guard sees him. */
export function aTarget(given: Partial<TargetUser> = {}): TargetUser {
  return { id: bob, login: 'bob', holds: noPermissions, ...given };
}

export function aGroup(given: Partial<Group> = {}): Group {
  const name = given.name ?? 'Wiki Editors';
  return {
    id: editors,
    name,
    nameForm: nameForm(name),
    description: undefined,
    parentId: undefined,
    requiresTwoFactor: false,
    twoFactorRequiredFrom: undefined,
    autoJoin: false,
    createdAt: noon,
    ...given,
  };
}

export function aProject(given: Partial<Project> = {}): Project {
  const { key = 'PAY', name = 'Payments' } = given;
  return {
    id: projectA,
    key,
    keyForm: projectKeyForm(key),
    name,
    nameForm: nameForm(name),
    description: undefined,
    createdAt: noon,
    ...given,
  };
}

export function aRole(given: Partial<Role> = {}): Role {
  return {
    id: id<RoleId>(71),
    key: 'editor',
    name: 'Editor',
    description: undefined,
    permissions: [readPages],
    ...given,
  };
}

/** The role, given to Bob everywhere. */
export function anAssignment(role: Role, given: Partial<Assignment> = {}): Assignment {
  return {
    id: id<AssignmentId>(51),
    roleId: role.id,
    holder: { kind: 'user', id: bob },
    place: globalPlace,
    ...given,
  };
}

/** A permission that the wiki declares and that can be given project by project. */
export function aPermission(key: PermissionKey, given: Partial<Permission> = {}): Permission {
  return {
    key,
    name: key,
    description: undefined,
    serviceId: wiki,
    holdsIn: 'project',
    implies: [],
    ...given,
  };
}

export function inProject(project: ProjectId): Place {
  return { kind: 'project', id: project };
}

export function aToken(given: Partial<PermanentToken> = {}): PermanentToken {
  return {
    kind: 'permanent-token',
    id: id<PermanentTokenId>(31),
    hash: 'a hash' as SecretHash,
    userId: bob,
    authorId: bob,
    name: 'nightly build',
    description: undefined,
    audience: [wiki],
    grant: undefined,
    ceiling: undefined,
    state: { kind: 'active' },
    createdAt: noon,
    expiresAt: undefined,
    ...given,
  };
}

export function anApplicationPassword(given: Partial<ApplicationPassword> = {}): ApplicationPassword {
  return {
    kind: 'application-password',
    id: id<ApplicationPasswordId>(71),
    hash: 'another hash' as SecretHash,
    userId: bob,
    name: 'Thunderbird',
    service: undefined,
    state: { kind: 'active' },
    createdAt: noon,
    ...given,
  };
}

/** The wiki, acting for Bob at the tracker. */
export function aConnection(given: Partial<Connection> = {}): Connection {
  return {
    id: id<ConnectionId>(81),
    userId: bob,
    clientId: wiki,
    audience: [tracker],
    openIdScope: ['openid'],
    declared: everywhere(readTickets),
    state: { kind: 'active' },
    createdAt: noon,
    authenticatedAt: later(noon, -60_000),
    expiresAt: later(noon, 86_400_000),
    isOffline: true,
    madeWith: undefined,
    ...given,
  };
}

export function anAccessToken(given: Partial<AccessToken> = {}): AccessToken {
  return {
    kind: 'access-token',
    id: id<AccessTokenId>(82),
    hash: 'a third hash' as SecretHash,
    connectionId: id<ConnectionId>(81),
    userId: bob,
    clientId: wiki,
    audience: [tracker],
    openIdScope: ['openid'],
    declared: everywhere(readTickets),
    keyThumbprint: undefined,
    state: { kind: 'active' },
    createdAt: noon,
    expiresAt: later(noon, 3_600_000),
    ...given,
  };
}

export function aServiceToken(given: Partial<ServiceToken> = {}): ServiceToken {
  return {
    kind: 'service-token',
    id: id<ServiceTokenId>(84),
    hash: 'a fourth hash' as SecretHash,
    clientId: wiki,
    audience: [tracker],
    keyThumbprint: undefined,
    state: { kind: 'active' },
    createdAt: noon,
    expiresAt: later(noon, 3_600_000),
    ...given,
  };
}

/** The wiki, which may act by itself. */
export function aServiceByItself(given: Partial<Service> = {}): Service {
  const flows = { ...defaultClient.flows, clientCredentials: true };
  return aService({ client: { ...defaultClient, flows }, ...given });
}

export function anApprovedScope(given: Partial<ApprovedScope> = {}): ApprovedScope {
  return {
    id: id<ApprovedScopeId>(83),
    userId: bob,
    clientId: wiki,
    audience: [tracker],
    openIdScope: ['openid'],
    declared: everywhere(readTickets),
    grantedAt: noon,
    ...given,
  };
}

export function anArtefact(given: Partial<Artefact> = {}): Artefact {
  return {
    model: 'AuthorizationCode',
    hash: 'a fourth hash' as SecretHash,
    connectionId: undefined,
    userId: undefined,
    userCode: undefined,
    uid: undefined,
    payload: '{}',
    consumedAt: undefined,
    expiresAt: later(noon, 60_000),
    ...given,
  };
}

export function aService(given: Partial<Service> = {}): Service {
  const key = given.key ?? 'wiki';
  return {
    id: wiki,
    key,
    keyForm: serviceKeyForm(key),
    name: 'Wiki',
    description: undefined,
    homeUrl: undefined,
    viewers: [],
    secret: undefined,
    createdAt: noon,
    ...given,
  };
}

export function aSession(given: Partial<Session> = {}): Session {
  return {
    id: id<SessionId>(41),
    hash: 'a hash' as SecretHash,
    userId: bob,
    startedAt: noon,
    expiresAt: later(noon, 86_400_000),
    address: undefined,
    userAgent: undefined,
    hasSecondFactor: false,
    ...given,
  };
}

/** Permissions that hold in every project. */
export function everywhere(...permissions: readonly PermissionKey[]): PermissionSet {
  return permissionsIn(globalProjectId, ...permissions);
}

export function permissionsIn(place: PlaceId, ...permissions: readonly PermissionKey[]): PermissionSet {
  return fromPairs(permissions.map((permission) => [permission, place]));
}

export function permissionPairs(...pairs: PermissionPairs): PermissionSet {
  return fromPairs(pairs);
}

/** What somebody holds who was given the role in the Global project. */
export function holdsOf(role: Role): PermissionSet {
  return effectivePermissions(
    { groups: [], assignments: [anAssignment(role)], services: [] },
    { roles: new Map([[role.id, role]]), catalog: authorityCatalog },
  );
}

export const administratorHolds: PermissionSet = holdsOf(systemAdministrator);
export const observerHolds: PermissionSet = holdsOf(observer);

/** Somebody signed in at the browser. */
export function aUserActor(userId: UserId, permissions: PermissionSet): UserActor {
  return {
    kind: 'user',
    userId,
    login: 'somebody',
    via: { kind: 'session', id: id<SessionId>(41) },
    permissions,
  };
}

/** Somebody's token, holding what is left of their permissions. */
export function aTokenActor(userId: UserId, permissions: PermissionSet): UserActor {
  return {
    ...aUserActor(userId, permissions),
    via: { kind: 'permanent-token', id: id<PermanentTokenId>(31) },
  };
}

/** A service that acts for somebody with an access token. */
export function anAccessTokenActor(userId: UserId, permissions: PermissionSet): UserActor {
  return {
    ...aUserActor(userId, permissions),
    via: { kind: 'access-token', id: id<ConnectionId>(81) },
  };
}

export const anonymous: Actor = { kind: 'anonymous' };
export const system: Actor = { kind: 'system' };
export const someService: Actor = { kind: 'service', serviceId: authorityServiceId };

export function aCaller(actor: Actor): Caller {
  return { actor, origin: { requestId: 'request 1', address: '192.0.2.1', userAgent: 'curl/8' } };
}
