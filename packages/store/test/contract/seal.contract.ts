import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type GroupId,
  instant,
  isBuiltInGroup,
  type PasskeyCredentialId,
  type ProjectId,
  refuse,
  type SecretHash,
  trustId,
  type UserId,
} from '@countersign/core';
import { type SealedTable, sealedColumns } from '../../src/schema/sealed-columns.ts';
import { aUser, write } from './builders.ts';
import { type FreshStore, type OpenFreshStore, sealWith } from './fresh-store.ts';
import { insertOneOfEach } from './one-of-each.ts';

type Row = Readonly<Record<string, string | number | null>>;

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
  for (const one of tables) {
    const { users, groups, projects, access, services, sessions, factors, passkeys, passwordResets } = one;
    const { permanentTokens, applicationPasswords } = one;
    const { connections, accessTokens, serviceTokens, approvedScopes, artefacts } = one;
    switch (table) {
      case 'users':
        found.push(await users.find(trustId(text('id'))), await users.findByLoginKey(text('login_key')));
        found.push(...(await users.list(all)).items, ...(await users.listBotsOf(trustId(text('owner_id')))));
        break;
      case 'user_groups':
        found.push(await groups.find(trustId(text('id'))), await groups.findByNameForm(text('name_form')));
        found.push(...(await groups.list(all)).items, ...(await groups.listAutoJoin()));
        found.push(...(await groups.listChildren(trustId(text('parent_id')))));
        found.push(...(await access.listAncestors(trustId(text('id')))).map((id) => ({ id })));
        break;
      case 'memberships': {
        const [user, group] = [trustId<UserId>(text('user_id')), trustId<GroupId>(text('group_id'))];
        const joined = await groups.listJoined(user);
        const inside = (await access.listGroupsOf(user)).filter((id) => !isBuiltInGroup(id));
        found.push(...[...joined.map(({ id }) => id), ...inside].map((id) => ({ id: `${user}.${id}` })));
        found.push(...(await groups.listJoinedUsers(group)).map((id) => ({ id: `${id}.${group}` })));
        if (await groups.isJoined(group, user)) found.push({ id: `${user}.${group}` });
        break;
      }
      case 'projects':
        found.push(await projects.find(trustId(text('id'))), await projects.findByKeyForm(text('key_form')));
        found.push(await projects.findByNameForm(text('name_form')), ...(await projects.list(all)).items);
        break;
      case 'declared_permissions':
        found.push(...(await access.listPermissions()).map(({ key }) => ({ id: key })));
        break;
      case 'roles':
        found.push(...(await access.listRoles()).values(), await access.findRoleByKey(text('key')));
        break;
      case 'assignments':
        found.push(await access.findAssignment(trustId(text('id'))));
        found.push(...(await access.listAssignments([trustId<UserId>(text('holder_id'))])));
        found.push(
          ...(await access.listHolders(trustId(text('role_id')), trustId<ProjectId>(text('place')))),
        );
        found.push(...(await access.pageAssignments({}, all)).items);
        break;
      case 'services': {
        found.push(await services.find(trustId(text('id'))), await services.findByKeyForm(text('key_form')));
        found.push(...(await services.list(all, {})).items);
        const viewers = JSON.parse(text('viewers').replace(/^x/, '')) as GroupId[];
        found.push(...(await access.listServicesOf(viewers)).map((id) => ({ id })));
        break;
      }
      case 'permanent_tokens':
        found.push(await permanentTokens.find(trustId(text('id'))));
        found.push(await store.facts.findPermanentToken(text('hash') as SecretHash));
        found.push(...(await store.facts.findCredentials([text('id')])));
        found.push(...(await permanentTokens.list(trustId(text('user_id')), all)).items);
        break;
      case 'application_passwords':
        found.push(await applicationPasswords.find(trustId(text('id'))));
        found.push(await store.facts.findApplicationPassword(text('hash') as SecretHash));
        found.push(...(await store.facts.findCredentials([text('id')])));
        found.push(...(await applicationPasswords.list(trustId(text('user_id')), all)).items);
        break;
      case 'connections': {
        const owner = trustId<UserId>(text('user_id'));
        found.push(await connections.find(trustId(text('id'))));
        found.push(...(await connections.list(owner, instant(0), all)).items);
        found.push(...(await connections.listStanding({ user: owner }, instant(0))));
        break;
      }
      case 'access_tokens':
        found.push(await accessTokens.findByHash(text('hash') as SecretHash));
        found.push(await store.facts.findAccessToken(text('hash') as SecretHash));
        found.push(...(await store.facts.findCredentials([text('id')])));
        break;
      case 'service_tokens':
        found.push(await serviceTokens.findByHash(text('hash') as SecretHash));
        found.push(await store.facts.findAccessToken(text('hash') as SecretHash));
        break;
      case 'approved_scopes': {
        const owner = trustId<UserId>(text('user_id'));
        found.push(await approvedScopes.find(trustId(text('id'))));
        found.push(await approvedScopes.findOf(owner, trustId(text('client_id'))));
        found.push(...(await approvedScopes.list(owner, all)).items);
        break;
      }
      case 'oauth_artefacts': {
        const model = text('model');
        const hash = text('id').slice(model.length + 1) as SecretHash;
        const named = [
          await artefacts.find(model, hash),
          await artefacts.findByUserCode(model, text('user_code')),
          await artefacts.findByUid(model, text('uid') as SecretHash),
        ];
        found.push(...named.map((one) => one && { id: `${one.model}:${one.hash}` }));
        break;
      }
      case 'factors':
        found.push(...(await factors.listOf(trustId(text('user_id')))));
        break;
      case 'recovery_codes': {
        const owner = trustId<UserId>(text('user_id'));
        // Asked by spending it, which is then taken back.
        await store.change(async (spending) => {
          if (await spending.factors.spendRecoveryCode(owner, text('id'))) found.push({ id: text('id') });
          return refuse({ kind: 'not-found', what: 'anything' });
        });
        break;
      }
      case 'passkeys':
        found.push(...(await passkeys.listOf(trustId(text('user_id')))));
        found.push(await passkeys.findByCredential(text('credential_id') as PasskeyCredentialId));
        break;
      case 'password_resets':
        found.push(await passwordResets.findByHash(text('hash') as SecretHash));
        break;
      case 'sessions':
        found.push(await sessions.findByHash(text('hash') as SecretHash));
        found.push(await sessions.find(trustId(text('id'))));
        break;
      default:
        table satisfies never;
    }
  }
  return found.filter((item) => item !== undefined);
}

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
