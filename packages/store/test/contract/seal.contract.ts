import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type SealedTable, sealedColumns } from '../../src/schema/sealed-columns.ts';
import { aUser, write } from './builders.ts';
import { findEverywhere, type Row } from './find-everywhere.ts';
import { type OpenFreshStore, sealWith } from './fresh-store.ts';
import { insertOneOfEach } from './one-of-each.ts';

/** What somebody with the database would write into each column; whatever the schema lets through. */
const forgeries: { readonly [Table in SealedTable]: Readonly<Record<string, string | number | null>> } = {
  users: {
    kind: 'bot',
    state: 'active',
    ban_reason: 'no reason',
    created_at: 1,
    password_change_required: null,
  },
  user_groups: { requires_two_factor: 0, auto_join: 0, created_at: 1, two_factor_required_from: 1 },
  memberships: {},
  projects: { created_at: 1 },
  declared_permissions: { withdrawn: 1, implies: '["everything"]' },
  roles: { permissions: '["everything"]' },
  assignments: {},
  services: {
    secret_hash: 'mine',
    secret_hint: 'mine',
    secret_created_at: 1,
    earlier_secret: '{"hash":"mine","endsAt":253402300799999}',
    created_at: 1,
    viewers: '["0-0-0-0-1"]',
    memory_seconds: 60,
  },
  permanent_tokens: {
    audience: '["0-0-0-0-0","1"]',
    narrowed_to: null,
    ceiling: null,
    state: 'active',
    revoked_at: 1,
    created_at: 1,
    expires_at: null,
  },
  application_passwords: { service_id: null, state: 'active', revoked_at: 1, created_at: 1 },
  sessions: { started_at: 1, expires_at: 253_402_300_799_999, second_factor: null },
  factors: { added_at: 1, confirmed_at: null },
  recovery_codes: {},
  passkeys: { added_at: 1 },
  password_resets: { created_at: 1, expires_at: 253_402_300_799_999 },
  connections: {
    audience: '["0-0-0-0-0","1"]',
    scope: '["openid","email"]',
    declared: '[["everything","0"]]',
    state: 'active',
    revoked_at: 1,
    created_at: 1,
    authenticated_at: 1,
    expires_at: 253_402_300_799_999,
    offline: 0,
  },
  access_tokens: {
    audience: '["0-0-0-0-0","1"]',
    scope: '["openid","email"]',
    declared: '[["everything","0"]]',
    state: 'active',
    revoked_at: 1,
    created_at: 1,
    expires_at: 253_402_300_799_999,
    jkt: null,
  },
  service_tokens: {
    audience: '["0-0-0-0-0","1"]',
    state: 'active',
    revoked_at: 1,
    created_at: 1,
    expires_at: 253_402_300_799_999,
    jkt: null,
  },
  approved_scopes: {
    audience: '["0-0-0-0-0","1"]',
    scope: '["openid","email"]',
    declared: '[["everything","0"]]',
    granted_at: 1,
  },
  oauth_artefacts: { consumed_at: null, expires_at: 253_402_300_799_999 },
};

/** Copies for searching, which no decision reads: no seal covers them. */
const searchColumns: ReadonlySet<string> = new Set([
  'name_folded',
  'email_folded',
  'search_text',
  'email_words',
]);

const sealedTables = Object.keys(sealedColumns) as SealedTable[];

export function sealContract(open: OpenFreshStore): void {
  describe('the seal', () => {
    for (const table of sealedTables) {
      test(`a row of ${table} with any one column changed by hand counts as absent, and is reported once`, async (t) => {
        const fresh = await open(t);
        await insertOneOfEach(fresh.store);
        const [row] = await fresh.read(`select * from ${table}`);
        assert.ok(row);
        const sealed = [...sealedColumns[table], 'mac', 'mac_key'];
        assert.deepEqual(
          new Set(Object.keys(row).filter((column) => !searchColumns.has(column))),
          new Set(sealed),
        );
        for (const column of sealed) {
          const forged = forgeries[table][column];
          const value = forged === undefined ? (column === 'mac_key' ? 2 : `x${row[column]}`) : forged;
          assert.notEqual(value, row[column], column);
          await fresh.damage(`update ${table} set ${column} = ? where id = ?`, value, row.id ?? null);

          const now = await fresh.reopen();
          const edited: Row = { ...row, [column]: value };
          for (let i = 0; i < 2; i++) assert.deepEqual(await findEverywhere(now, table, edited), [], column);
          assert.deepEqual(now.forged, [{ table, id: String(edited.id) }], column);
          await now.store.close();
          await fresh.damage(
            `update ${table} set ${column} = ? where id = ?`,
            row[column] ?? null,
            edited.id ?? null,
          );
        }
        const healed = await fresh.reopen();
        assert.notEqual((await findEverywhere(healed, table, row)).length, table === 'sessions' ? -1 : 0);
        assert.deepEqual(healed.forged, []);
      });

      test(`a row written into ${table} by hand counts as absent, whatever MAC it carries`, async (t) => {
        const fresh = await open(t);
        await insertOneOfEach(fresh.store);
        const [row] = await fresh.read(`select * from ${table}`);
        assert.ok(row);
        const own = {
          id: 'made-by-hand',
          hash: 'made',
          login_key: 'made',
          key: 'made',
          key_form: 'made',
          name_form: 'made',
          ...(table === 'passkeys' && { credential_id: 'made' }),
          ...(table === 'memberships' && { group_id: 'made' }),
          ...(table === 'assignments' && { place: 'made' }),
          ...(table === 'approved_scopes' && { client_id: 'made' }),
        };
        const made = Object.fromEntries(
          Object.entries(row).map(([column, value]) => [column, own[column as keyof typeof own] ?? value]),
        );
        const columns = Object.keys(made);
        const places = columns.map(() => '?').join(', ');
        await fresh.damage(
          `insert into ${table} (${columns.join(', ')}) values (${places})`,
          ...columns.map((column) => made[column] ?? null),
        );
        const found = await findEverywhere(fresh, table, made);
        assert.ok(found.every((item) => (item as { id: string }).id === row.id));
        assert.deepEqual(fresh.forged, [{ table, id: 'made-by-hand' }]);
      });

      test(`two rows of ${table} that swapped their MACs both count as absent`, async (t) => {
        const fresh = await open(t);
        await insertOneOfEach(fresh.store);
        await insertOneOfEach(await (await fresh.reopen()).store).catch(() => undefined);
        const rows = await fresh.read(`select * from ${table}`);
        assert.equal(rows.length, 2);
        const [one, two] = rows as [Row, Row];
        await fresh.damage(`update ${table} set mac = ? where id = ?`, two.mac ?? null, one.id ?? null);
        await fresh.damage(`update ${table} set mac = ? where id = ?`, one.mac ?? null, two.id ?? null);
        for (const row of rows) assert.deepEqual(await findEverywhere(fresh, table, row), []);
        assert.deepEqual(new Set(fresh.forged.map(({ id }) => id)), new Set(rows.map(({ id }) => id)));
      });
    }

    test('what is kept for searching alone is not under the seal: a wrong copy hides nobody from who asks by id', async (t) => {
      const { store, damage, forged } = await open(t);
      const user = aUser();
      await write(store, (tables) => tables.users.insert(user));
      await damage(`update users set name_folded = 'x', email_folded = 'x', search_text = 'x'`);
      assert.deepEqual(await store.tables.users.find(user.id), user);
      assert.deepEqual(forged, []);
    });

    test('a list leaves a forged row out, of the total too', async (t) => {
      const { store, damage, forged } = await open(t);
      const [honest, promoted] = [aUser(), aUser()];
      await write(store, async (tables) => {
        for (const user of [honest, promoted]) await tables.users.insert(user);
      });
      await damage(`update users set name = 'Root' where id = ?`, promoted.id);
      const page = await store.tables.users.list({ skip: 0, top: 10, orderBy: [] });
      assert.deepEqual(page, { items: [honest], total: 1 });
      assert.deepEqual(forged, [{ table: 'users', id: promoted.id }]);
    });

    test('a forged row is no basis for a change', async (t) => {
      const { store, damage } = await open(t);
      const user = aUser();
      await write(store, (tables) => tables.users.insert(user));
      await damage(`update users set name = 'Root'`);
      await write(store, async (tables) => {
        assert.equal(await tables.users.find(user.id), undefined);
      });
    });

    test('rows under an older key are good while that key is in the ring, and new ones take the newest', async (t) => {
      const { store, reopen } = await open(t);
      const [old, fresh] = [aUser(), aUser()];
      await write(store, (tables) => tables.users.insert(old));
      const turned = await reopen(sealWith(1, 2));
      await write(turned.store, (tables) => tables.users.insert(fresh));
      for (const user of [old, fresh]) assert.deepEqual(await turned.store.tables.users.find(user.id), user);

      const without = await reopen(sealWith(1));
      assert.equal(await without.store.tables.users.find(fresh.id), undefined);
      assert.deepEqual(without.forged, [{ table: 'users', id: fresh.id }]);
      assert.deepEqual(await without.store.tables.users.find(old.id), old);
    });

    test('an update seals anew, under the newest key', async (t) => {
      const { store, reopen, read } = await open(t);
      const user = aUser();
      await write(store, (tables) => tables.users.insert(user));
      const turned = await reopen(sealWith(1, 2));
      await write(turned.store, (tables) => tables.users.update({ ...user, name: 'Grace' }));
      assert.deepEqual(await read('select mac_key from users'), [{ mac_key: 2 }]);
      assert.equal((await turned.store.tables.users.find(user.id))?.name, 'Grace');
    });
  });
}
