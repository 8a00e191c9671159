import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { newDataFolder } from '../harness/run-folder.ts';
import { startAuthority } from '../harness/running-authority.ts';
import { checkAuditTrail } from './audit-trail.ts';
import { assemble } from './cast.ts';
import { compare } from './compare.ts';
import { databaseFile } from './open-store.ts';
import { seededRandom } from './seeded-random.ts';
import { type LedgerToken, TokenLedger } from './token-ledger.ts';
import { createToken, revokeToken, type Scene } from './token-writer.ts';

test('the crash loops see a lost token, a revocation undone and half a change', async () => {
  const folder = newDataFolder();
  const dataDirectory = join(folder, 'data');
  const authority = await startAuthority({ dataFolder: folder });
  const cast = await assemble(authority, 1);
  const { cookie, door, owners } = cast;
  const ledger = new TokenLedger(join(folder, 'ledger.jsonl'));
  const random = seededRandom(1);
  const problems: string[] = [];
  const struck = new AbortController().signal;
  const scene: Scene = {
    url: authority.url,
    cookie,
    door,
    ledger,
    random,
    struck,
    lateAnswersCount: true,
    problems,
  };
  const owner = owners[0] as string;
  const [lost, undone] = [[] as LedgerToken[], [] as LedgerToken[]];
  await createToken(scene, owner, lost);
  await createToken(scene, owner, undone);
  const before = readRow(dataDirectory, undone[0]?.id);
  await revokeToken(scene, undone);
  assert.deepEqual(problems, []);
  await authority.kill();

  const database = new DatabaseSync(databaseFile(dataDirectory));
  database.prepare('delete from permanent_tokens where id = ?').run(lost[0]?.id ?? '');
  database
    .prepare(
      'update permanent_tokens set state = ?, revoked_at = null, revoked_by = null, mac = ? where id = ?',
    )
    .run(String(before.state), String(before.mac), String(before.id));
  database.close();

  const again = await startAuthority({ dataFolder: folder });
  const found = await compare({ url: again.url, ...cast, ledger, random, isWhole: true });
  await again.stop();
  ledger.close();
  const trail = await checkAuditTrail(dataDirectory);

  const [nameLost, nameUndone] = ledger.tokens.map(({ name }) => name);
  assert.deepEqual(found.problems.toSorted(), [
    `"${nameLost}" was created and is not listed`,
    `"${nameLost}" was created and is refused by forward-auth`,
    `"${nameLost}" was created and is refused by introspection`,
    `"${nameUndone}" has ended and is accepted by forward-auth`,
    `"${nameUndone}" has ended and is accepted by introspection`,
    `"${nameUndone}" was revoked and is listed`,
  ]);
  assert.deepEqual(trail.problems, [
    `the token ${before.id} is active, and its events say otherwise`,
    `the created token ${lost[0]?.id} has no row`,
  ]);
});

function readRow(dataDirectory: string, id: string | undefined): Record<string, unknown> {
  const database = new DatabaseSync(databaseFile(dataDirectory), { readOnly: true });
  const row = database.prepare('select * from permanent_tokens where id = ?').get(id ?? '');
  database.close();
  assert.ok(row !== undefined);
  return row;
}
