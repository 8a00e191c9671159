import {
  type Assignment,
  type AuditEntry,
  authorityServiceId,
  type Caller,
  type Group,
  type GroupId,
  globalPlace,
  instant,
  loginKey,
  nameForm,
  newId,
  observer,
  ok,
  type PermanentToken,
  type PermissionKey,
  type Project,
  type ProjectId,
  projectKeyForm,
  type Random,
  type Role,
  type SecretHash,
  type Store,
  type Tables,
  type User,
} from '@countersign/core';
import { bulkRandom } from '../test/faults/bulk-random.ts';

/** A large organisation, written straight through the store's own door: sealed rows, in batches, each with its event. */
export interface Organisation {
  readonly users: readonly User['id'][];
  readonly groups: readonly GroupId[];
  readonly projects: readonly ProjectId[];
  /** How many roles were given, no two alike. */
  readonly assignments: number;
}

export interface OrganisationSize {
  readonly users: number;
  readonly groups: number;
  /** Roles given to users and groups, in Global and in projects, all together: at least one for each user. */
  readonly assignments: number;
}

const groupDepth = 8;
const projectCount = 500;
const roleCount = 40;
const groupsPerUser = 3;
const usersPerToken = 10;
const twoYears = 2 * 365 * 86_400_000;
const batchSize = 2_000;
const caller: Caller = { actor: { kind: 'system' }, origin: { requestId: 'organisation' } };
const at = instant(1_750_000_000_000);
const givenNames = [
  'Ada',
  'Bela',
  'Chloé',
  'Deniz',
  'Emil',
  'Fatima',
  'Gül',
  'Hana',
  'Ivan',
  'Jane',
  'Øyvind',
];
const familyNames = [
  'Lovelace',
  'Bartók',
  'Dubois',
  'Yılmaz',
  'Novák',
  'Haddad',
  'Kaya',
  'Suzuki',
  'Doe',
  'Berg',
];

export async function makeOrganisation(store: Store, size: OrganisationSize): Promise<Organisation> {
  const random = bulkRandom();
  const pick = (count: number) => Math.floor(Math.random() * count);

  const roles = range(roleCount).map((index): Role => {
    const permissions = [`bench.permission-${index}` as PermissionKey, ...observer.permissions];
    return {
      id: newId(random),
      key: `role-${index}`,
      name: `Role ${index}`,
      description: undefined,
      permissions,
    };
  });
  await write(store, roles, (tables, role) => tables.access.insertRole(role));

  const projects = range(projectCount).map((index): Project => {
    const [key, name] = [`P${index}`, `Project ${index}`];
    const forms = { keyForm: projectKeyForm(key), nameForm: nameForm(name) };
    return { id: newId(random), key, name, ...forms, description: undefined, createdAt: at };
  });
  await write(store, projects, (tables, project) => tables.projects.insert(project));

  const groups: Group[] = [];
  for (const index of range(size.groups)) {
    const name = `Group ${index}`;
    // Chains of eight: each group stands below the one before it, until the next chain begins.
    const parentId = index % groupDepth === 0 ? undefined : groups[index - 1]?.id;
    groups.push({
      id: newId(random),
      name,
      nameForm: nameForm(name),
      description: undefined,
      parentId,
      requiresTwoFactor: false,
      twoFactorRequiredFrom: undefined,
      autoJoin: false,
      createdAt: at,
    });
  }
  await write(store, groups, (tables, group) => tables.groups.insert(group));

  const users = range(size.users).map((index): User => makeUser(index, random, pick));
  const owner = users.find(({ kind, state }) => kind === 'person' && state.kind === 'active');
  const accountable = users.map((user) => (user.kind === 'bot' ? { ...user, ownerId: owner?.id } : user));
  await write(store, accountable, async (tables, user) => {
    await tables.users.insert(user);
    for (const _ of range(groupsPerUser)) {
      const group = groups[pick(groups.length)];
      if (group !== undefined) await tables.groups.join(group.id, user.id);
    }
  });

  const tokens = users
    .filter((_, index) => index % usersPerToken === 0)
    .map((user): PermanentToken => makeToken(user, random))
    .sort((one, other) => (one.hash < other.hash ? -1 : 1));
  await write(store, tokens, (tables, token) => tables.permanentTokens.insert(token));

  const given = range(size.assignments).map((index): Assignment => {
    const id = newId<Assignment['id']>(random);
    const user = users[index % users.length] as User;
    if (index < users.length)
      return { id, roleId: observer.id, holder: { kind: 'user', id: user.id }, place: globalPlace };
    // The rest is given in projects: one in ten to a group, the others to users, nothing twice to the same holder.
    const rest = index - users.length;
    const toGroup = rest % 10 === 0;
    const turn = toGroup ? rest / 10 : rest - Math.floor(rest / 10) - 1;
    const holders = toGroup ? groups : users;
    const [holder, round] = [turn % holders.length, Math.floor(turn / holders.length)];
    const project = projects[(holder * 7 + round * 53) % projects.length] as Project;
    const role = roles[(holder + round) % roles.length] as Role;
    return {
      id,
      roleId: role.id,
      holder: toGroup
        ? { kind: 'group', id: (groups[holder] as Group).id }
        : { kind: 'user', id: (users[holder] as User).id },
      place: { kind: 'project', id: project.id },
    };
  });
  const assignments = given.sort((one, other) => (one.id < other.id ? -1 : 1));
  await write(store, assignments, (tables, one) => tables.access.insertAssignment(one));
  return {
    users: users.map(({ id }) => id),
    groups: groups.map(({ id }) => id),
    projects: projects.map(({ id }) => id),
    assignments: assignments.length,
  };
}

/** One in fifty is a bot and one in fifty is banned; accounts were made over two years. */
function makeUser(index: number, random: Random, pick: (count: number) => number): User {
  const given = givenNames[pick(givenNames.length)] ?? '';
  const family = familyNames[pick(familyNames.length)] ?? '';
  const login = `user${index}`;
  const isBot = index % 50 === 25;
  return {
    id: newId(random),
    kind: isBot ? 'bot' : 'person',
    login,
    loginKey: loginKey(login),
    name: `${given} ${family} ${index}`,
    email: isBot ? undefined : `${login}@example.org`,
    state: index % 50 === 13 ? { kind: 'banned', reason: 'left' } : { kind: 'active' },
    passwordHash: undefined,
    passwordChangeRequired: false,
    ownerId: undefined,
    purpose: undefined,
    createdAt: instant(at - pick(twoYears)),
  };
}

/** A token whose text nobody has: its digest is of nothing. */
function makeToken(user: User, random: Random): PermanentToken {
  return {
    kind: 'permanent-token',
    id: newId(random),
    hash: newId(random) as string as SecretHash,
    userId: user.id,
    authorId: user.id,
    name: `token of ${user.login}`,
    description: undefined,
    audience: [authorityServiceId],
    grant: undefined,
    ceiling: undefined,
    state: { kind: 'active' },
    createdAt: user.createdAt,
    expiresAt: undefined,
  };
}

async function write<Item>(
  store: Store,
  items: readonly Item[],
  insert: (tables: Tables, item: Item) => Promise<unknown>,
): Promise<void> {
  const event: AuditEntry = { kind: 'authority.founded', at, caller, target: { kind: 'authority' } };
  for (let from = 0; from < items.length; from += batchSize) {
    await store.change<void>(async (tables) => {
      for (const item of items.slice(from, from + batchSize)) await insert(tables, item);
      return ok({ value: undefined, events: [event], touched: [] });
    });
  }
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}
