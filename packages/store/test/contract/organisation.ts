import {
  type Assignment,
  builtInGroups,
  type Group,
  globalPlace,
  groupManager,
  type Holder,
  instant,
  loginKey,
  nameForm,
  newId,
  observer,
  type Permission,
  type PermissionKey,
  type Place,
  type Project,
  projectKeyForm,
  type Role,
  registeredUsers,
  type Store,
  systemAdministrator,
  type Tables,
  trustId,
  type User,
} from '@countersign/core';
import { aToken, write } from './builders.ts';
import { random } from './fresh-store.ts';

/** A small organisation in which every question that lists can be asked has an answer, and somebody to leave out. */

const day = 86_400_000;

export const users = {
  ann: person('ann', 'Ann Müller', 'ann@example.org'),
  bob: person('bob.smith', 'Bob Smith', 'bob@example.org'),
  cleo: person('cleo', 'Cleo', undefined, { state: { kind: 'banned', reason: 'left' } }),
  dan: person('dan', 'Dan  Ödegaard', 'dan@example.org', { createdAt: instant(40 * day) }),
  eve: person('eve', 'Eve', undefined),
  gone: person('gone', 'Gone', undefined, { state: { kind: 'deleted' } }),
};

export const bots = {
  builder: bot('builder', 'Builder', users.bob),
  stray: bot('stray', 'Stray', users.cleo),
};

const readPages = 'wiki.page-read' as PermissionKey;
const writePages = 'wiki.page-write' as PermissionKey;
const manageWiki = 'wiki.manage' as PermissionKey;

export const permissions: readonly Permission[] = [
  permission(readPages, 'Read Pages', 'project', []),
  permission(writePages, 'Write Pages', 'project', [readPages]),
  permission(manageWiki, 'Manage Wiki', 'global', []),
];

export const roles = {
  writer: role('writer', 'Wiki Writer', [writePages]),
  keeper: role('keeper', 'Wiki Keeper', [manageWiki]),
  reader: role('reader', 'Reader', [readPages]),
};

export const projects = {
  payments: project('PAY', 'Payments'),
  docs: project('DOC', 'Public Docs'),
};

const outer = group('Outer Circle');
const inner = group('Inner Circle', { parentId: outer.id, requiresTwoFactor: true });
export const groups = {
  outer,
  inner,
  core: group('The Core', { parentId: inner.id }),
  admins: group('Admins', { autoJoin: true }),
  lonely: group('Lonely'),
};

const joined: readonly (readonly [Group, User])[] = [
  [groups.core, users.bob],
  [groups.inner, users.cleo],
  [groups.outer, bots.builder],
  [groups.admins, users.dan],
  [groups.outer, users.gone],
];

/** Ann administers in person, Dan by a group; the outer circle writes in Payments; everybody reads the docs. */
export const assignments: readonly Assignment[] = [
  assignment(systemAdministrator, { kind: 'user', id: users.ann.id }, globalPlace),
  assignment(systemAdministrator, { kind: 'group', id: groups.admins.id }, globalPlace),
  assignment(roles.writer, { kind: 'group', id: groups.outer.id }, placeOf(projects.payments)),
  assignment(roles.keeper, { kind: 'user', id: users.eve.id }, placeOf(projects.payments)),
  assignment(roles.reader, { kind: 'group', id: registeredUsers.id }, placeOf(projects.docs)),
  assignment(observer, { kind: 'user', id: users.eve.id }, globalPlace),
  assignment(groupManager, { kind: 'group', id: groups.admins.id }, { kind: 'group', id: groups.outer.id }),
];

export const token = aToken(users.bob);

export async function insertOrganisation(store: Store): Promise<void> {
  await write(store, async (tables: Tables) => {
    for (const one of [systemAdministrator, observer, groupManager, ...Object.values(roles)])
      await tables.access.insertRole(one);
    for (const one of permissions) await tables.access.insertPermission(one);
    for (const one of Object.values(projects)) await tables.projects.insert(one);
    for (const one of [...builtInGroups, ...Object.values(groups)]) await tables.groups.insert(one);
    for (const one of [...Object.values(users), ...Object.values(bots)]) await tables.users.insert(one);
    for (const [one, user] of joined) await tables.groups.join(one.id, user.id);
    for (const one of assignments) await tables.access.insertAssignment(one);
    await tables.permanentTokens.insert(token);
    await tables.permanentTokens.insert(
      aToken(users.eve, { state: { kind: 'revoked', at: instant(1), by: users.eve.id } }),
    );
  });
}

function person(login: string, name: string, email: string | undefined, but: Partial<User> = {}): User {
  return {
    id: newId(random),
    kind: 'person',
    login,
    loginKey: loginKey(login),
    name,
    email,
    state: { kind: 'active' },
    passwordHash: undefined,
    passwordChangeRequired: false,
    ownerId: undefined,
    purpose: undefined,
    createdAt: instant(30 * day),
    ...but,
  };
}

function bot(login: string, name: string, owner: User): User {
  return person(login, name, undefined, { kind: 'bot', ownerId: owner.id, purpose: 'to work' });
}

function group(name: string, but: Partial<Group> = {}): Group {
  return {
    id: newId(random),
    name,
    nameForm: nameForm(name),
    description: `All about ${name.toLowerCase()}`,
    parentId: undefined,
    requiresTwoFactor: false,
    twoFactorRequiredFrom: undefined,
    autoJoin: false,
    createdAt: instant(30 * day),
    ...but,
  };
}

function role(key: string, name: string, keys: readonly PermissionKey[]): Role {
  return { id: newId(random), key, name, description: undefined, permissions: keys };
}

function project(key: string, name: string): Project {
  return {
    id: newId(random),
    key,
    keyForm: projectKeyForm(key),
    name,
    nameForm: nameForm(name),
    description: undefined,
    createdAt: instant(0),
  };
}

function permission(
  key: PermissionKey,
  name: string,
  holdsIn: Permission['holdsIn'],
  implies: readonly PermissionKey[],
): Permission {
  return { key, name, description: undefined, serviceId: trustId('0-0-0-0-9'), holdsIn, implies };
}

function placeOf({ id }: Project): Place {
  return { kind: 'project', id };
}

function assignment({ id: roleId }: Role, holder: Holder, place: Place): Assignment {
  return { id: newId(random), roleId, holder, place };
}
