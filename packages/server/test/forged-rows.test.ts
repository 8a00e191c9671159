import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { administrator, ask, signIn } from '../../../test/harness/rest-client.ts';
import {
  assertNoAdministrator,
  edit,
  type Forgery,
  forgeries,
  isIn,
  read,
  setScene,
} from './forged-rows/forgeries.ts';
import { openAuthority, openProcess } from './harness/open-authority.ts';
import { lastAuditNumber, readAuditEvents } from './harness/rows.ts';
import { until } from './harness/until.ts';

const env = { COUNTERSIGN_USAGE__FLUSH_SECONDS: '1' };

/** Two authorities: one whose rows are forged while it runs, and one that is stopped for it. */
const scene = await setScene(await openAuthority({ env }));
const stopped = await forgeWhileStopped();

async function forgeWhileStopped() {
  const first = await openAuthority({ env });
  const { databaseFile, dataFolder } = first;
  const scene = await setScene(first);
  const prepared: Awaited<ReturnType<Forgery['prepare']>>[] = [];
  for (const { prepare } of Object.values(forgeries)) prepared.push(await prepare(scene));
  await first.stop();
  const from = lastAuditNumber(databaseFile);
  for (const { sql, parameters } of prepared) assert.equal(edit(databaseFile, sql, ...parameters), 1);
  const { url } = await openProcess({ dataFolder, env });
  return { url, databaseFile, prepared, from };
}

/** Waits for the event that names the row. */
function untilRecorded(databaseFile: string, after: number, table: string, row: string): Promise<true> {
  return until(`the audit event of the forged row of ${table}`, () =>
    readAuditEvents(databaseFile, after).some(({ kind, text }) => {
      if (kind !== 'row.forged') return false;
      const { target } = JSON.parse(text) as {
        readonly target: { readonly id: string; readonly name: string };
      };
      return target.id === row && target.name === table;
    })
      ? true
      : undefined,
  );
}

describe('while the authority runs, a row changed by hand is of no use, and recorded:', () => {
  for (const [what, { table, prepare }] of Object.entries(forgeries)) {
    test(what, async () => {
      const forgery = await prepare(scene);
      const from = lastAuditNumber(scene.databaseFile);
      assert.equal(edit(scene.databaseFile, forgery.sql, ...forgery.parameters), 1);
      await forgery.assertUseless(scene.url);
      await untilRecorded(scene.databaseFile, from, table, forgery.row);
      await forgery.assertUseless(scene.url);
    });
  }

  test('a role with more permissions: nobody gains them, and whoever has the role loses what it gave', async () => {
    const person = await scene.fresh();
    const { permissions } = read(
      scene.databaseFile,
      'select permissions from roles where id = ?',
      '0-0-0-1-0',
    );
    const from = lastAuditNumber(scene.databaseFile);
    edit(scene.databaseFile, "update roles set permissions = ? where id = '0-0-0-1-1'", String(permissions));
    await assertNoAdministrator(scene.url, person);
    await untilRecorded(scene.databaseFile, from, 'roles', '0-0-0-1-1');
  });
});

describe('a row changed by hand while the authority was stopped is of no use after its start, and recorded:', () => {
  const { url, databaseFile, prepared, from } = stopped;
  for (const [index, [what, { table }]] of Object.entries(forgeries).entries()) {
    test(what, async () => {
      const forgery = prepared[index];
      assert.ok(forgery);
      await forgery.assertUseless(url);
      await untilRecorded(databaseFile, from, table, forgery.row);
    });
  }

  test('and everybody else signs in and is served as before', async () => {
    const cookie = await signIn(url, administrator.login, administrator.password);
    assert.equal(await isIn(url, cookie), true);
    assert.equal((await ask(`${url}/api/rest/users?$top=-1`, { cookie })).status, 200);
  });
});
