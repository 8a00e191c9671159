import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type Assignment,
  type AssignmentAttributes,
  type Attributes,
  assignmentAttributes,
  foldText,
  type Group,
  globalPlace,
  groupManager,
  instant,
  nameForm,
  newId,
  type PasswordHash,
  type PermissionKey,
  type Project,
  parseQuery,
  projectAttributes,
  projectKeyForm,
  type Query,
  type Role,
  type Service,
  serviceAttributes,
  serviceKeyForm,
  systemAdministrator,
  type Tables,
  type User,
} from '@countersign/core';
import { write } from './builders.ts';
import { type OpenFreshStore, random } from './fresh-store.ts';

const everything = { skip: 0, top: 100, orderBy: [] };
const createdAt = instant(1_700_000_000_000);

function parsed<List extends Attributes>(text: string, attributes: List): Query<List> {
  const query = parseQuery(text, attributes, createdAt);
  assert.ok(query.ok && query.value !== undefined, `${text}: ${JSON.stringify(query)}`);
  return query.value;
}

function aProject(key: string, name: string): Project {
  const forms = { keyForm: projectKeyForm(key), nameForm: nameForm(name) };
  return { id: newId(random), key, name, ...forms, description: undefined, createdAt };
}

function aService(key: string, name: string): Service {
  const plain = { description: undefined, homeUrl: undefined, viewers: [], secret: undefined, createdAt };
  return { id: newId(random), key, keyForm: serviceKeyForm(key), name, ...plain };
}

function aUser(login: string, name: string): User {
  return {
    id: newId(random),
    kind: 'person',
    login,
    loginKey: login.toLowerCase(),
    name,
    email: undefined,
    state: { kind: 'active' },
    passwordHash: 'a hash' as PasswordHash,
    passwordChangeRequired: false,
    ownerId: undefined,
    purpose: undefined,
    createdAt,
  };
}

function aGroup(name: string): Group {
  const plain = {
    description: undefined,
    parentId: undefined,
    requiresTwoFactor: false,
    twoFactorRequiredFrom: undefined,
    autoJoin: false,
  };
  return { id: newId(random), name, nameForm: nameForm(name), ...plain, createdAt };
}

function aRole(key: string, name: string, permissions: readonly string[]): Role {
  return {
    id: newId(random),
    key,
    name,
    description: undefined,
    permissions: permissions as PermissionKey[],
  };
}

/** What the lists of projects, services and given roles answer to queries. */
export function listFiltersContract(open: OpenFreshStore): void {
  describe('the list of projects', () => {
    const projects = [
      aProject('PAY', 'Payments'),
      aProject('Blog', 'Zoë’s Straße'),
      aProject('WIKI', 'The  Wide Wiki'),
    ];

    test('finds what a query asks for', async (t) => {
      const { store } = await open(t);
      await write(store, async (tables) => {
        for (const project of projects) await tables.projects.insert(project);
      });
      for (const [text, found] of [
        ['key: pay', ['PAY']],
        ['key: *i*', ['WIKI']],
        ['name: payments', ['PAY']],
        ['name: {zoë’s STRASSE}', ['Blog']],
        ['name: {the wide wiki}', ['WIKI']],
        ['name: {The  Wide  Wiki}', ['WIKI']],
        ['name: {the w}*', ['WIKI']],
        ['wide', ['WIKI']],
        ['strasse or pay', ['Blog', 'PAY']],
        ['not key: pay', ['Blog', 'WIKI']],
        [`id: ${projects[0]?.id}`, ['PAY']],
        ['id: PAY', []],
        ['name: %', []],
      ] as const) {
        const query = parsed(text, projectAttributes);
        const page = await store.tables.projects.list(everything, { query });
        assert.deepEqual(page.items.map(({ key }) => key).toSorted(), found, text);
        assert.equal(page.total, found.length, text);
      }
      const among = projects.slice(0, 1).map(({ id }) => id);
      const query = parsed('not key: none', projectAttributes);
      assert.equal((await store.tables.projects.list(everything, { query, among })).total, 1);
      assert.equal((await store.tables.projects.list(everything, { query, among: [] })).total, 0);
    });

    test('finds a project by its new name once it is changed', async (t) => {
      const { store } = await open(t);
      const [project] = projects;
      assert.ok(project);
      await write(store, (tables) => tables.projects.insert(project));
      const renamed = { ...project, name: 'Money', nameForm: nameForm('Money') };
      await write(store, (tables) => tables.projects.update(renamed));
      const finds = async (text: string) =>
        (await store.tables.projects.list(everything, { query: parsed(text, projectAttributes) })).total;
      assert.deepEqual(
        [await finds('money'), await finds('payments'), await finds('name: money')],
        [1, 0, 1],
      );
    });
  });

  describe('the list of services', () => {
    const services = [aService('wiki', 'Zoë’s Wiki'), aService('Tracker.1', 'Issue Tracker')];

    test('finds what a query asks for', async (t) => {
      const { store } = await open(t);
      await write(store, async (tables) => {
        for (const service of services) await tables.services.insert(service);
      });
      for (const [text, found] of [
        ['applicationName: {issue tracker}', ['Tracker.1']],
        ['name: {ZOË’S WIKI}', ['wiki']],
        ['name: issue*', ['Tracker.1']],
        ['key: TRACKER.1', ['Tracker.1']],
        ['track', ['Tracker.1']],
        ['wiki or track', ['Tracker.1', 'wiki']],
        [`id: ${services[0]?.id}`, ['wiki']],
        ['not name: issue*', ['wiki']],
      ] as const) {
        const query = parsed(text, serviceAttributes);
        const page = await store.tables.services.list(everything, { query });
        assert.deepEqual(page.items.map(({ key }) => key).toSorted(), found, text);
      }
      const [wiki] = services;
      assert.ok(wiki);
      await write(store, (tables) => tables.services.update({ ...wiki, name: 'Handbook' }));
      const query = parsed('handbook', serviceAttributes);
      assert.equal((await store.tables.services.list(everything, { query })).total, 1);
    });
  });

  describe('the list of given roles', () => {
    const jane = aUser('Jane.Doe', 'Jane Döe');
    const bob = aUser('bob', 'Bob');
    const editors = aGroup('Wiki  Editors');
    const payments = aProject('PAY', 'Payments');
    const reader = aRole('reader', 'The Reader', ['jetbrains.jetpass.project-read']);
    const writer = aRole('writer', 'The Writer', ['jetbrains.jetpass.project-update', 'wiki.gone']);
    const here = { kind: 'project', id: payments.id } as const;
    const user = (one: User) => ({ kind: 'user', id: one.id }) as const;
    const group = { kind: 'group', id: editors.id } as const;
    const given: Readonly<Record<string, Assignment>> = {
      'jane reads all': { id: newId(random), roleId: reader.id, holder: user(jane), place: globalPlace },
      'jane writes here': { id: newId(random), roleId: writer.id, holder: user(jane), place: here },
      'bob administers': {
        id: newId(random),
        roleId: systemAdministrator.id,
        holder: user(bob),
        place: globalPlace,
      },
      'editors read here': { id: newId(random), roleId: reader.id, holder: group, place: here },
    };
    const managing: Assignment = {
      id: newId(random),
      roleId: groupManager.id,
      holder: group,
      place: { kind: 'group', id: editors.id },
    };

    async function insert(tables: Tables): Promise<void> {
      for (const one of [jane, bob]) await tables.users.insert(one);
      await tables.groups.insert(editors);
      await tables.projects.insert(payments);
      for (const role of [systemAdministrator, groupManager, reader, writer])
        await tables.access.insertRole(role);
      for (const assignment of [...Object.values(given), managing])
        await tables.access.insertAssignment(assignment);
    }

    test('finds what a query asks for, and never who manages a group', async (t) => {
      const { store } = await open(t);
      await write(store, insert);
      const answers: readonly (readonly [string, readonly string[]])[] = [
        ['user: jane.doe', ['jane reads all', 'jane writes here']],
        ['user: {jane döe}', ['jane reads all', 'jane writes here']],
        [`user: ${jane.id} and role: writer`, ['jane writes here']],
        ['user: jane*', ['jane reads all', 'jane writes here']],
        ['user: {Wiki Editors}', []],
        ['group: {wiki editors}', ['editors read here']],
        [`group: ${editors.id}`, ['editors read here']],
        ['group: jane.doe', []],
        ['role: READER', ['editors read here', 'jane reads all']],
        ['role: {the reader} and not group: *', ['jane reads all']],
        [`role: ${writer.id}`, ['jane writes here']],
        ['role: none', []],
        ['not role: none', Object.keys(given)],
        ['project: pay', ['editors read here', 'jane writes here']],
        ['project: payments and user: *', ['jane writes here']],
        ['project: global', ['bob administers', 'jane reads all']],
        ['project: 0 or project: pay', Object.keys(given)],
        ['permission: {jetbrains.jetpass.project-update}', ['bob administers', 'jane writes here']],
        ['permission: {Read Project Full}', ['bob administers', 'editors read here', 'jane reads all']],
        ['permission: wiki.gone', []],
        ['writer', ['jane writes here']],
        [`id: ${given['jane reads all']?.id}`, ['jane reads all']],
      ];
      for (const [text, found] of answers) {
        const query: Query<AssignmentAttributes> = parsed(text, assignmentAttributes);
        const page = await store.tables.access.pageAssignments({ query }, everything);
        const names = Object.entries(given).filter(([, { id }]) => page.items.some((one) => one.id === id));
        assert.deepEqual(names.map(([name]) => name).toSorted(), found.toSorted(), text);
        assert.equal(page.total, found.length, text);
        assert.equal(await store.tables.access.countAssignments({ query }), found.length, text);
      }
    });

    test('holds only what is in the places that somebody may see', async (t) => {
      const { store } = await open(t);
      await write(store, insert);
      const count = (filter: Parameters<typeof store.tables.access.countAssignments>[0]) =>
        store.tables.access.countAssignments(filter);
      assert.equal(await count({ among: [payments.id] }), 2);
      assert.equal(await count({ among: [] }), 0);
      assert.equal(await count({ among: [payments.id], holder: user(jane) }), 1);
    });
  });

  test('names are compared in the form in which they are kept', () => {
    assert.equal(nameForm('The  Wide Wiki'), foldText('the wide wiki'));
  });

  describe('whether somebody in a group can sign in', () => {
    test('is asked for as if somebody, or a group below it, were gone', async (t) => {
      const { store } = await open(t);
      const [upper, jane] = [aGroup('Upper'), aUser('jane', 'Jane')];
      const lower = { ...aGroup('Lower'), parentId: upper.id };
      await write(store, async ({ users, groups }) => {
        await users.insert(jane);
        for (const group of [upper, lower]) await groups.insert(group);
        await groups.join(lower.id, jane.id);
      });
      const { groups } = store.tables;
      assert.equal(await groups.canAnybodySignIn(upper.id), true);
      assert.equal(await groups.canAnybodySignIn(upper.id, { user: jane.id }), false);
      assert.equal(await groups.canAnybodySignIn(upper.id, { group: lower.id }), false);
      assert.equal(await groups.canAnybodySignIn(lower.id, { group: upper.id }), true);
    });
  });
}
