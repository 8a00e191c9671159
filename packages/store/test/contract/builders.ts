import {
  type AccessToken,
  type ApplicationPassword,
  type ApprovedScope,
  type Artefact,
  type Assignment,
  type AuditEntry,
  type Connection,
  type EncryptedSeed,
  type Factor,
  type Group,
  globalPlace,
  instant,
  nameForm,
  newApplicationPassword,
  newId,
  newTokenText,
  noPermissions,
  ok,
  type Passkey,
  type PasskeyCredentialId,
  type PasswordHash,
  type PermanentToken,
  type Permission,
  type PermissionKey,
  type Project,
  type PublicKey,
  projectKeyForm,
  type Role,
  type Service,
  type ServiceId,
  type ServiceToken,
  type Session,
  type Store,
  systemAdministrator,
  type Tables,
  type TouchedFact,
  trustId,
  type User,
} from '@countersign/core';
import { digest, random } from './fresh-store.ts';

/** Texts that a careless column, collation or escape would change. */
export const awkwardTexts = [
  `'; drop table users; --`,
  'Zoë 🦊 \u202eright to left\u202c é vs e\u0301',
  '日本語の名前',
  '\\ "quoted" %like_ \t\n',
  '𐀀'.repeat(200),
  'null',
  '0012',
];

export function aUser(but: Partial<User> = {}): User {
  const id = newId<User['id']>(random);
  const login = but.login ?? `user-${id.slice(0, 8)}`;
  return {
    id,
    kind: 'person',
    login,
    loginKey: login.toLowerCase(),
    name: 'Ada',
    email: undefined,
    state: { kind: 'active' },
    passwordHash: but.kind === 'bot' ? undefined : ('a hash' as PasswordHash),
    passwordChangeRequired: false,
    ownerId: undefined,
    purpose: undefined,
    createdAt: instant(1_700_000_000_000),
    ...but,
  };
}

export function aRole(but: Partial<Role> = {}): Role {
  const id = newId<Role['id']>(random);
  return {
    id,
    key: `role-${id}`,
    name: 'Reader',
    description: undefined,
    permissions: ['p.read' as PermissionKey],
    ...but,
  };
}

export function aPermission(but: Partial<Permission> = {}): Permission {
  return {
    key: `p.${newId(random)}` as PermissionKey,
    name: 'Read Pages',
    description: undefined,
    serviceId: newId(random),
    holdsIn: 'project',
    implies: [],
    ...but,
  };
}

/** The role, given to the user in Global. */
export function anAssignment(role: Role, user: User, but: Partial<Assignment> = {}): Assignment {
  return {
    id: newId(random),
    roleId: role.id,
    holder: { kind: 'user', id: user.id },
    place: globalPlace,
    ...but,
  };
}

export function aGroup(but: Partial<Group> = {}): Group {
  const id = newId<Group['id']>(random);
  const name = but.name ?? `Group ${id.slice(0, 8)}`;
  return {
    id,
    name,
    nameForm: nameForm(name),
    description: undefined,
    parentId: undefined,
    requiresTwoFactor: false,
    twoFactorRequiredFrom: undefined,
    autoJoin: false,
    createdAt: instant(1_700_000_000_000),
    ...but,
  };
}

export function aProject(but: Partial<Project> = {}): Project {
  const id = newId<Project['id']>(random);
  const { key = `P-${id.slice(0, 8)}`, name = `Project ${id.slice(0, 8)}` } = but;
  return {
    id,
    key,
    keyForm: projectKeyForm(key),
    name,
    nameForm: nameForm(name),
    description: undefined,
    createdAt: instant(1_700_000_000_000),
    ...but,
  };
}

export function aService(but: Partial<Service> = {}): Service {
  const id = newId<Service['id']>(random);
  const key = but.key ?? `service-${id.slice(0, 8)}`;
  return {
    id,
    key,
    keyForm: key.toLowerCase(),
    name: 'Wiki',
    description: undefined,
    homeUrl: undefined,
    viewers: [],
    secret: undefined,
    createdAt: instant(1_700_000_000_000),
    ...but,
  };
}

export function aToken(owner: User, but: Partial<PermanentToken> = {}): PermanentToken {
  return {
    kind: 'permanent-token',
    id: newId(random),
    hash: digest.secret(newTokenText('permanentToken', random)),
    userId: owner.id,
    authorId: owner.id,
    name: 'build',
    description: undefined,
    audience: [trustId('0-0-0-0-0')],
    grant: undefined,
    ceiling: undefined,
    state: { kind: 'active' },
    createdAt: instant(1_700_000_000_000),
    expiresAt: undefined,
    ...but,
  };
}

export function anApplicationPassword(
  owner: User,
  but: Partial<ApplicationPassword> = {},
): ApplicationPassword {
  return {
    kind: 'application-password',
    id: newId(random),
    hash: digest.secret(newApplicationPassword(random).letters),
    userId: owner.id,
    name: 'Thunderbird',
    service: undefined,
    state: { kind: 'active' },
    createdAt: instant(1_700_000_000_000),
    ...but,
  };
}

export function aConnection(user: User, but: Partial<Connection> = {}): Connection {
  return {
    id: newId(random),
    userId: user.id,
    clientId: newId(random),
    audience: [trustId('0-0-0-0-0')],
    openIdScope: ['openid'],
    declared: noPermissions,
    state: { kind: 'active' },
    createdAt: instant(1_700_000_000_000),
    authenticatedAt: instant(1_699_999_000_000),
    expiresAt: instant(1_800_000_000_000),
    isOffline: true,
    madeWith: undefined,
    ...but,
  };
}

/** An access token that is as wide as its connection. */
export function anAccessToken(connection: Connection, but: Partial<AccessToken> = {}): AccessToken {
  const { userId, clientId, audience, openIdScope, declared } = connection;
  return {
    kind: 'access-token',
    id: newId(random),
    hash: digest.secret(newTokenText('accessToken', random)),
    connectionId: connection.id,
    userId,
    clientId,
    audience,
    openIdScope,
    declared,
    keyThumbprint: undefined,
    state: { kind: 'active' },
    createdAt: instant(1_700_000_000_000),
    expiresAt: instant(1_700_003_600_000),
    ...but,
  };
}

export function aServiceToken(
  clientId: ServiceId = newId(random),
  but: Partial<ServiceToken> = {},
): ServiceToken {
  return {
    kind: 'service-token',
    id: newId(random),
    hash: digest.secret(newTokenText('accessToken', random)),
    clientId,
    audience: [newId<ServiceId>(random)],
    keyThumbprint: undefined,
    state: { kind: 'active' },
    createdAt: instant(1_700_000_000_000),
    expiresAt: instant(1_700_003_600_000),
    ...but,
  };
}

export function anApprovedScope(user: User, but: Partial<ApprovedScope> = {}): ApprovedScope {
  return {
    id: newId(random),
    userId: user.id,
    clientId: newId(random),
    audience: [trustId('0-0-0-0-0')],
    openIdScope: ['openid'],
    declared: noPermissions,
    grantedAt: instant(1_700_000_000_000),
    ...but,
  };
}

export function anArtefact(but: Partial<Artefact> = {}): Artefact {
  return {
    model: 'AuthorizationCode',
    hash: digest.secret(newTokenText('authorizationCode', random)),
    connectionId: undefined,
    userId: undefined,
    userCode: undefined,
    uid: undefined,
    payload: '{}',
    consumedAt: undefined,
    expiresAt: instant(1_700_000_060_000),
    ...but,
  };
}

export function aFactor(user: User, but: Partial<Factor> = {}): Factor {
  return {
    id: newId(random),
    userId: user.id,
    name: 'Phone',
    encryptedSeed: '1.sealed' as EncryptedSeed,
    addedAt: instant(1_700_000_000_000),
    confirmedAt: undefined,
    ...but,
  };
}

/** One that was shown, under a credential of its own. */
export function aPasskey(user: User, but: Partial<Passkey> = {}): Passkey {
  return {
    id: newId(random),
    userId: user.id,
    name: 'Key',
    addedAt: instant(1_700_000_000_000),
    credential: { id: newId<never>(random) as PasskeyCredentialId, publicKey: 'a public key' as PublicKey },
    ...but,
  };
}

export function aSession(user: User, but: Partial<Session> = {}): Session {
  return {
    id: newId(random),
    hash: digest.secret(newTokenText('session', random)),
    userId: user.id,
    startedAt: instant(1_700_000_000_000),
    expiresAt: instant(1_700_086_400_000),
    address: undefined,
    userAgent: undefined,
    hasSecondFactor: false,
    ...but,
  };
}

export function anEvent(but: Partial<AuditEntry> = {}): AuditEntry {
  return {
    kind: 'user.created',
    at: instant(1_700_000_000_000),
    caller: { actor: { kind: 'system' }, origin: { requestId: 'test' } },
    target: { kind: 'authority' },
    ...but,
  };
}

/** One committed change with one event; what it touched only where a test asks. */
export async function write<Value>(
  store: Store,
  work: (tables: Tables) => Promise<Value>,
  touched: readonly TouchedFact[] = [],
): Promise<Value> {
  const result = await store.change(async (tables) =>
    ok({ value: await work(tables), events: [anEvent()], touched }),
  );
  if (!result.ok) throw new Error('a change of the test was refused');
  return result.value;
}

/** A user who is in the store. */
export async function aStoredUser(store: Store, but: Partial<User> = {}): Promise<User> {
  const user = aUser(but);
  await write(store, (tables) => tables.users.insert(user));
  return user;
}

/** A user who is in the store and holds all there is. */
export async function aStoredAdministrator(store: Store): Promise<User> {
  const user = aUser();
  await write(store, async ({ users, access }) => {
    await users.insert(user);
    if (!(await access.listRoles()).has(systemAdministrator.id)) await access.insertRole(systemAdministrator);
    await access.insertAssignment(anAssignment(systemAdministrator, user));
  });
  return user;
}
