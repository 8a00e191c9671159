import { randomFillSync } from 'node:crypto';
import {
  type Assignment,
  type AuditEntry,
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
  type PermissionKey,
  type Project,
  projectKeyForm,
  type Random,
  type Role,
  type Store,
  type Tables,
  type User,
} from '@countersign/core';

/** A large organisation, written straight through the store's own door: sealed rows, in batches, each with its event. */
export interface Organisation {
  readonly users: readonly User['id'][];
  readonly groups: readonly GroupId[];
}

export interface OrganisationSize {
  readonly users: number;
  readonly groups: number;
  /** Roles given to users and groups, in Global and in projects, all together. */
  readonly assignments: number;
}

const groupDepth = 8;
const projectCount = 500;
const roleCount = 40;
const groupsPerUser = 3;
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
      autoJoin: false,
      createdAt: at,
    });
  }
  await write(store, groups, (tables, group) => tables.groups.insert(group));

  const users = range(size.users).map((index): User => {
    const given = givenNames[pick(givenNames.length)] ?? '';
    const family = familyNames[pick(familyNames.length)] ?? '';
    const login = `user${index}`;
    return {
      id: newId(random),
      kind: 'person',
      login,
      loginKey: loginKey(login),
      name: `${given} ${family} ${index}`,
      email: `${login}@example.org`,
      state: { kind: 'active' },
      passwordHash: undefined,
      passwordChangeRequired: false,
      ownerId: undefined,
      purpose: undefined,
      createdAt: at,
    };
  });
  await write(store, users, async (tables, user) => {
    await tables.users.insert(user);
    for (const _ of range(groupsPerUser)) {
      const group = groups[pick(groups.length)];
      if (group !== undefined) await tables.groups.join(group.id, user.id);
    }
  });

  const assignments = range(size.assignments).map((index): Assignment => {
    // Each user has Observer in Global; one in ten of the rest is given to a group, the others to users in projects.
    const user = users[index % users.length] as User;
    const group = groups[index % groups.length] as Group;
    const project = projects[(index * 7) % projects.length] as Project;
    const role = roles[Math.floor(index / projects.length) % roles.length] as Role;
    const id = newId<Assignment['id']>(random);
    if (index < users.length)
      return { id, roleId: observer.id, holder: { kind: 'user', id: user.id }, place: globalPlace };
    const holder =
      index % 10 === 0
        ? ({ kind: 'group', id: group.id } as const)
        : ({ kind: 'user', id: user.id } as const);
    return { id, roleId: role.id, holder, place: { kind: 'project', id: project.id } };
  });
  const unique = new Map(assignments.map((one) => [`${one.roleId} ${one.holder.id} ${one.place.id}`, one]));
  await write(store, [...unique.values()], (tables, one) => tables.access.insertAssignment(one));
  return { users: users.map(({ id }) => id), groups: groups.map(({ id }) => id) };
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

/** The system's generator, asked for 64 KiB at a time. */
function bulkRandom(): Random {
  const pool = new Uint8Array(65_536);
  let used = pool.length;
  return {
    bytes(length) {
      if (used + length > pool.length) {
        randomFillSync(pool);
        used = 0;
      }
      used += length;
      return pool.slice(used - length, used);
    },
  };
}
