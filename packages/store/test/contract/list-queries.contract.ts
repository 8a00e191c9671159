import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type Attributes,
  groupAttributes,
  instant,
  parseQuery,
  type Query,
  type Store,
  userAttributes,
} from '@countersign/core';
import type { OpenFreshStore } from './fresh-store.ts';
import { bots, groups, insertOrganisation, projects, roles, users } from './organisation.ts';

const day = 86_400_000;
const now = instant(45 * day);
const everybody = ['ann', 'bob.smith', 'builder', 'cleo', 'dan', 'eve', 'stray'];

/** What is asked of the list of users, and whom it finds. */
const userQueries: readonly (readonly [query: string, finds: readonly string[]])[] = [
  ['login: BOB.SMITH', ['bob.smith']],
  ['loginStartsWith: b', ['bob.smith', 'builder']],
  ['name: {ann müller}', ['ann']],
  ['nameStartsWith: DAN', ['dan']],
  ['email: bob@example.org', ['bob.smith']],
  ['email: *', ['ann', 'bob.smith', 'dan']],
  ['not email: *', ['builder', 'cleo', 'eve', 'stray']],
  [`id: ${users.eve.id}`, ['eve']],
  ['created: 1970-02-10', ['dan']],
  ['smith', ['bob.smith']],
  ['müll', ['ann']],
  ['example', ['ann', 'bob.smith', 'dan']],

  ['in: {Outer Circle}', ['bob.smith', 'builder', 'cleo']],
  [`in: ${groups.inner.id}`, ['bob.smith', 'cleo']],
  ['in: {outer   circle}', ['bob.smith', 'builder', 'cleo']],
  ['in: *circle*', ['bob.smith', 'builder', 'cleo']],
  ['in: {Registered Users}', everybody],
  ['in: Nobodys', []],
  ['group: {Inner Circle}', ['cleo']],
  ['group: {All Users}', []],

  ['owner: bob.smith', ['builder']],
  [`owner: ${users.cleo.id}`, ['stray']],
  ['owner: {Bob Smith}', ['builder']],
  ['is: banned', ['cleo']],
  ['is: bot', ['builder', 'stray']],
  ['is: person', ['ann', 'bob.smith', 'cleo', 'dan', 'eve']],
  ['is: guest', []],
  ['is: admin', ['ann', 'dan']],
  ['is: suspended', ['stray']],
  ['has: token', ['bob.smith']],
  ['has: email', ['ann', 'bob.smith', 'dan']],
  ['has: bot', ['bob.smith', 'cleo']],

  ['ownRole: {System Admin}', ['ann']],
  ['ownRole: keeper', ['eve']],
  [`ownRole: ${roles.keeper.id}`, ['eve']],
  ['ownRole: wiki*', ['eve']],
  ['ownRole: none', []],

  ['access(project: Payments, with: {Wiki Writer})', ['bob.smith', 'builder', 'cleo']],
  ['access(project: PAY, with: writer)', ['bob.smith', 'builder', 'cleo']],
  [`access(project: ${projects.payments.id}, with: ${roles.writer.id})`, ['bob.smith', 'builder', 'cleo']],
  // By permission: implied ones count, and what holds in Global alone is not held in a project.
  ['access(project: Payments, with: wiki.page-read)', ['ann', 'bob.smith', 'builder', 'cleo', 'dan']],
  ['access(project: Payments, with: wiki.manage)', ['ann', 'dan']],
  ['access(project: Payments, with: {Wiki Keeper})', ['eve']],
  ['access(project: Global, with: wiki.manage)', ['ann', 'dan']],
  ['access(project: Global, with: {Wiki Keeper})', []],
  ['access(project: DOC, with: Reader)', everybody],
  ['access(project: DOC, with: wiki.page-write)', ['ann', 'dan']],
  ['access(project: Nowhere, with: {System Admin})', []],
  ['access(with: {System Admin})', ['ann', 'dan']],
  ['access(with: {Group Manager})', []],
  ['access(project: Payments)', ['ann', 'bob.smith', 'builder', 'cleo', 'dan', 'eve']],
  ['access(with: nothing)', []],
  ['not access(project: DOC, with: Reader)', []],
  ['is: admin and not in: Admins', ['ann']],
  ['is: bot or ownRole: keeper', ['builder', 'eve', 'stray']],
];

const groupQueries: readonly (readonly [query: string, finds: readonly string[]])[] = [
  ['name: {inner  circle}', ['Inner Circle']],
  ['nameStartsWith: the', ['The Core']],
  [`id: ${groups.core.id}`, ['The Core']],
  ['parent: {Outer Circle}', ['Inner Circle']],
  [`parent: ${groups.inner.id}`, ['The Core']],
  ['user: bob.smith', ['The Core']],
  [`user: ${bots.builder.id}`, ['Outer Circle']],
  ['user: gone', []],
  ['ownRole: writer', ['Outer Circle']],
  ['ownRole: {Group Manager}', []],
  ['is: allUsers', ['All Users']],
  ['is: builtIn', ['All Users', 'Registered Users']],
  ['is: autoJoin', ['Admins']],
  ['is: twoFactorRequired', ['Inner Circle']],
  ['has: user', ['Admins', 'Inner Circle', 'Outer Circle', 'The Core']],
  ['has: subgroup', ['Inner Circle', 'Outer Circle']],
  ['has: ownRole', ['Admins', 'Outer Circle', 'Registered Users']],
  ['has: parent', ['Inner Circle', 'The Core']],
  ['circle', ['Inner Circle', 'Outer Circle']],
  ['"about lonely"', ['Lonely']],
  ['not has: user and not is: builtIn', ['Lonely']],
];

export function listQueriesContract(open: OpenFreshStore): void {
  describe('queries of lists', () => {
    test('find exactly the users who fit', async (t) => {
      const { store } = await open(t);
      await insertOrganisation(store);
      for (const [text, finds] of userQueries)
        assert.deepEqual(await loginsOf(store, text), [...finds].sort(), text);
    });

    test('leave addresses alone where they may not be searched', async (t) => {
      const { store } = await open(t);
      await insertOrganisation(store);
      assert.deepEqual(await loginsOf(store, 'example', false), []);
      assert.deepEqual(await loginsOf(store, 'bob', false), ['bob.smith']);
    });

    test('find exactly the groups that fit', async (t) => {
      const { store } = await open(t);
      await insertOrganisation(store);
      for (const [text, finds] of groupQueries) {
        const query = parsed(text, groupAttributes);
        const page = await store.tables.groups.list(byName, { query });
        assert.deepEqual(page.items.map(({ name }) => name).sort(), [...finds].sort(), text);
        assert.equal(page.total, finds.length, text);
      }
    });

    test('of groups stay within those that the caller may see', async (t) => {
      const { store } = await open(t);
      await insertOrganisation(store);
      const query = parsed('has: user', groupAttributes);
      const page = await store.tables.groups.list(byName, {
        query,
        among: [groups.core.id, groups.lonely.id],
      });
      assert.deepEqual(
        page.items.map(({ name }) => name),
        ['The Core'],
      );
    });

    test('are asked here about every attribute and every word that lists declare', () => {
      assertAllAsked(userAttributes, userQueries);
      assertAllAsked(groupAttributes, groupQueries);
    });
  });
}

const byName = { skip: 0, top: 100, orderBy: [{ key: 'name', descending: false }] } as const;

async function loginsOf(store: Store, text: string, searchesEmail = true): Promise<readonly string[]> {
  const query = parsed(text, userAttributes);
  const orderBy = [{ key: 'login', descending: false }] as const;
  const page = await store.tables.users.list({ skip: 0, top: 100, orderBy }, { query, searchesEmail });
  assert.equal(page.total, page.items.length, text);
  return page.items.map(({ login }) => login);
}

function parsed<List extends Attributes>(text: string, attributes: List): Query<List> {
  const query = parseQuery(text, attributes, now);
  assert.ok(query.ok && query.value !== undefined, `${text}: ${JSON.stringify(query)}`);
  return query.value;
}

function assertAllAsked(
  attributes: Attributes,
  queries: readonly (readonly [query: string, finds: readonly string[]])[],
): void {
  const all = queries.map(([text]) => text).join('\n');
  for (const [name, attribute] of Object.entries(attributes)) {
    assert.match(all, new RegExp(`\\b${name}[:(]`), name);
    if (attribute.kind !== 'flag') continue;
    for (const word of Object.keys(attribute.words)) assert.match(all, new RegExp(`\\b${name}: ${word}\\b`));
  }
}
