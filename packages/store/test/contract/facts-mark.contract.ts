import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FreshFacts, instant, newId, type SecretHash, type SessionId, trustId } from '@countersign/core';
import type { Database } from '../../src/schema/tables.ts';
import { aSession, aStoredUser, aToken, write } from './builders.ts';
import { type FreshStore, type OpenFreshStore, random } from './fresh-store.ts';
import { insertOneOfEach } from './one-of-each.ts';

/**
 * What the mark says of writes to a table. *moves*: checks remember its rows and that there are none. *moves-unless-new*:
 * they remember rows, and ask anew for what is not there. *stands*: no check remembers any of it.
 */
const marks: { readonly [Table in keyof Database]: 'moves' | 'moves-unless-new' | 'stands' } = {
  users: 'moves',
  user_groups: 'moves',
  memberships: 'moves',
  projects: 'moves',
  declared_permissions: 'moves',
  roles: 'moves',
  assignments: 'moves',
  services: 'moves',
  factors: 'moves',
  passkeys: 'moves',
  permanent_tokens: 'moves-unless-new',
  application_passwords: 'moves-unless-new',
  access_tokens: 'moves-unless-new',
  service_tokens: 'moves-unless-new',
  reserved_logins: 'stands',
  sessions: 'stands',
  recovery_codes: 'stands',
  factor_uses: 'stands',
  passkey_uses: 'stands',
  spent_challenges: 'stands',
  password_resets: 'stands',
  connections: 'stands',
  approved_scopes: 'stands',
  oauth_artefacts: 'stands',
  notices: 'stands',
  signing_keys: 'stands',
  set_up: 'stands',
  credential_uses: 'stands',
  earlier_credential_uses: 'stands',
  credential_permission_uses: 'stands',
  session_uses: 'stands',
  sign_in_attempts: 'stands',
  refused_checks: 'stands',
  refused_redirects: 'stands',
  audit_events: 'stands',
  changes: 'stands',
  authority_head: 'stands',
  schema_migrations: 'stands',
};

export function factsMarkContract(open: OpenFreshStore): void {
  describe('the mark of the facts', () => {
    for (const [table, mark] of Object.entries(marks)) {
      if (mark === 'stands') continue;
      test(`moves with what a hand in the database does to ${table}`, async (t) => {
        const fresh = await open(t);
        await insertOneOfEach(fresh.store);
        const [row] = await fresh.read(`select * from ${table}`);
        assert.ok(row);
        const columns = Object.keys(row);
        const [key] = columns;
        const places = columns.map(() => '?').join(', ');

        assert.equal(await moves(fresh, `update ${table} set ${key} = ${key}`), true);
        assert.equal(await moves(fresh, `delete from ${table}`), true);
        const insert = `insert into ${table} (${columns.join(', ')}) values (${places})`;
        assert.equal(await moves(fresh, insert, ...Object.values(row)), mark === 'moves');
      });
    }

    test('stands still while nothing is committed, and with what no check remembers', async (t) => {
      const { store, damage } = await open(t);
      const owner = await aStoredUser(store);
      const before = await store.facts.lastChange();
      await write(store, ({ sessions }) => sessions.insert(aSession(owner)));
      await store.sessionUses.record(new Map([[newId<SessionId>(random), instant(1)]]));
      await damage('update session_uses set last_at = 2');
      assert.deepEqual(await store.facts.lastChange(), before);
    });

    test('covers every table that facts for checks are read from', async (t) => {
      const { store, queries } = await open(t);
      await insertOneOfEach(store);
      const owner = await aStoredUser(store);
      const token = aToken(owner);
      await write(store, ({ permanentTokens }) => permanentTokens.insert(token));
      const facts = await new FreshFacts(store.facts).prove();
      queries.length = 0;
      assert.ok(await facts.token(token.hash));
      assert.ok(await facts.subject(owner.id));
      await facts.applicationPassword('i'.repeat(43) as SecretHash);
      await facts.accessToken('j'.repeat(43) as SecretHash);
      await facts.hasSecondFactor(owner.id);
      await facts.service('wiki');
      await facts.addresses();
      await facts.project('wiki');
      await facts.catalog();
      const named = queries.flatMap((sql) => [...sql.matchAll(/\b(?:from|join) "?([a-z_]+)"?/g)]);
      const read = new Set(named.map(([, name]) => String(name)).filter((name) => name in marks));
      // The proof that goes with a subject.
      read.delete('authority_head');
      assert.ok(read.has('permanent_tokens') && read.has('memberships') && read.has('roles'));
      for (const table of read) assert.notEqual(marks[table as keyof Database], 'stands', table);
    });
  });

  describe('what a hand in the database wrote', () => {
    test('leaves a gap before the next change, in every process, and none after it', async (t) => {
      const { store, damage, reopen } = await open(t);
      const other = (await reopen()).store;
      const owner = await aStoredUser(store);
      const touched = [{ kind: 'user', id: owner.id }] as const;
      await write(store, async () => undefined, touched);
      const { number } = await other.facts.lastChange();

      await damage("update users set name = 'Mallory'");
      await write(store, async () => undefined, touched);
      assert.equal((await other.facts.lastChange()).number, number + 2);
      assert.equal(await other.facts.changesSince(number), 'overflow');

      await write(store, async () => undefined, touched);
      assert.deepEqual(await other.facts.changesSince(number + 2), [
        { number: number + 3, fact: touched[0] },
      ]);
    });

    test('leaves it before a change, too, that touches nothing', async (t) => {
      const { store, damage } = await open(t);
      await aStoredUser(store);
      const { number } = await store.facts.lastChange();
      await damage("update users set name = 'Mallory'");
      await write(store, async () => undefined);
      assert.equal((await store.facts.lastChange()).number, number + 1);
      assert.equal(await store.facts.changesSince(number), 'overflow');
    });

    for (const order of ['hand', 'hand, change', 'change, hand', 'change, hand, change'])
      test(`is seen by the next question: ${order}`, async (t) => {
        const { store, damage } = await open(t);
        const owner = await aStoredUser(store);
        const memory = new FreshFacts(store.facts);
        const nameNow = async () => (await (await memory.prove()).subject(owner.id))?.user.name;
        assert.equal(await nameNow(), owner.name);
        // A row that a hand has touched does not fit its seal any more: nothing is known of the account.
        for (const whose of order.split(', '))
          if (whose === 'hand') await damage("update users set name = 'Mallory'");
          else await write(store, async () => undefined, [{ kind: 'service', id: trustId('wiki') }]);
        assert.equal(await nameNow(), undefined);
        await damage('update users set name = ?', owner.name);
        assert.equal(await nameNow(), owner.name);
      });

    test('is no sweep of the authority: that leaves no gap', async (t) => {
      const { store } = await open(t);
      await insertOneOfEach(store);
      const owner = await aStoredUser(store);
      const { number } = await store.facts.lastChange();
      assert.ok((await store.artefacts.sweep(instant(9_000_000_000_000))) > 0);
      const swept = await store.facts.lastChange();
      assert.deepEqual([swept.number, swept.accounted], [number, swept.mark]);
      await write(store, async () => undefined, [{ kind: 'user', id: owner.id }]);
      assert.equal((await store.facts.changesSince(number)).length, 1);
    });
  });
}

async function moves(
  { store, damage }: FreshStore,
  sql: string,
  ...parameters: readonly (string | number | null)[]
): Promise<boolean> {
  const before = await store.facts.lastChange();
  await damage(sql, ...parameters);
  const after = await store.facts.lastChange();
  assert.equal(after.number, before.number);
  return after.mark !== before.mark;
}
