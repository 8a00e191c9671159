import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  fromPairs,
  globalProjectId,
  instant,
  type PasswordHash,
  type PermissionKey,
  type SecretHash,
  type Store,
  trustId,
} from '@countersign/core';
import { type SealedTable, sealedColumns } from '../../src/schema/sealed-columns.ts';
import { anAssignment, aRole, aService, aSession, aToken, aUser, write } from './builders.ts';
import { type FreshStore, type OpenFreshStore, sealWith } from './fresh-store.ts';

type Row = Readonly<Record<string, string | number | null>>;

/** What somebody with the database would write into each column; whatever the schema lets through. */
const forgeries: { readonly [Table in SealedTable]: Readonly<Record<string, string | number | null>> } = {
  users: { kind: 'bot', state: 'active', ban_reason: 'no reason', created_at: 1 },
  roles: { permissions: '["everything"]' },
  assignments: {},
  services: {
    secret_hash: 'mine',
    secret_hint: 'mine',
    secret_created_at: 1,
    created_at: 1,
    viewers: '["0-0-0-0-1"]',
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
  sessions: { started_at: 1, expires_at: 253_402_300_799_999 },
};

/** One row in each sealed table, with as few absent values as the rules allow. */
async function fill(store: Store): Promise<void> {
  const user = aUser({
    email: 'ada@example.org',
    state: { kind: 'banned', reason: 'left' },
    passwordHash: 'hash' as PasswordHash,
  });
  const role = aRole();
  const secret = { hash: 'h'.repeat(43) as SecretHash, hint: 'abcd', createdAt: instant(3) };
  const permissions = fromPairs([['p' as PermissionKey, globalProjectId]]);
  await write(store, async (tables) => {
    await tables.users.insert(user);
    await tables.access.insertRole(role);
    await tables.access.insertAssignment(anAssignment(role, user));
    await tables.services.insert(aService({ homeUrl: 'https://example.org', secret }));
    await tables.permanentTokens.insert(
      aToken(user, {
        description: 'of a build',
        grant: permissions,
        ceiling: permissions,
        state: { kind: 'revoked', at: instant(5), by: user.id },
        expiresAt: instant(9),
      }),
    );
    await tables.sessions.insert(aSession(user, { address: '192.0.2.1', userAgent: 'browser' }));
  });
}

/** Every way to what the row says: by id, by each other key, in lists; on the reading side and on the checking side. */
async function findEverywhere(
  { store }: FreshStore,
  table: SealedTable,
  row: Row,
): Promise<readonly unknown[]> {
  const text = (column: string) => String(row[column]);
  const all = { skip: 0, top: 10, orderBy: [] };
  const tables = [store.tables, { ...store.tables, ...store.facts.tables }];
  const found: unknown[] = [];
  for (const { users, access, services, permanentTokens, sessions } of tables) {
    if (table === 'users') {
      found.push(await users.find(trustId(text('id'))), await users.findByLoginKey(text('login_key')));
      found.push(...(await users.list(all)).items);
    } else if (table === 'roles') {
      found.push(...(await access.listRoles()).values());
    } else if (table === 'assignments') {
      found.push(...(await access.listAssignments(trustId(text('holder_id')))));
    } else if (table === 'services') {
      found.push(await services.find(trustId(text('id'))), await services.findByKeyForm(text('key_form')));
      found.push(...(await services.list(all, 'everything')).items);
    } else if (table === 'permanent_tokens') {
      found.push(await permanentTokens.find(trustId(text('id'))));
      found.push(await store.facts.findPermanentToken(text('hash') as SecretHash));
      found.push(...(await permanentTokens.list(trustId(text('user_id')), all)).items);
    } else {
      found.push(await sessions.findByHash(text('hash') as SecretHash));
    }
  }
  return found.filter((item) => item !== undefined);
}

const sealedTables = Object.keys(sealedColumns) as SealedTable[];

export function sealContract(open: OpenFreshStore): void {
  describe('the seal', () => {
    for (const table of sealedTables) {
      test(`a row of ${table} with any one column changed by hand counts as absent, and is reported once`, async (t) => {
        const fresh = await open(t);
        await fill(fresh.store);
        const [row] = await fresh.read(`select * from ${table}`);
        assert.ok(row);
        assert.deepEqual(new Set(Object.keys(row)), new Set([...sealedColumns[table], 'mac', 'mac_key']));
        for (const column of Object.keys(row)) {
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
        await fill(fresh.store);
        const [row] = await fresh.read(`select * from ${table}`);
        assert.ok(row);
        const own = { id: 'made-by-hand', hash: 'made', login_key: 'made', key: 'made', key_form: 'made' };
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
        await fill(fresh.store);
        await fill(await (await fresh.reopen()).store).catch(() => undefined);
        const rows = await fresh.read(`select * from ${table}`);
        assert.equal(rows.length, 2);
        const [one, two] = rows as [Row, Row];
        await fresh.damage(`update ${table} set mac = ? where id = ?`, two.mac ?? null, one.id ?? null);
        await fresh.damage(`update ${table} set mac = ? where id = ?`, one.mac ?? null, two.id ?? null);
        for (const row of rows) assert.deepEqual(await findEverywhere(fresh, table, row), []);
        assert.deepEqual(new Set(fresh.forged.map(({ id }) => id)), new Set(rows.map(({ id }) => id)));
      });
    }

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
