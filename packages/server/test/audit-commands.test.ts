import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, describe, test } from 'node:test';
import { genesis } from '@countersign/core';
import { Client } from 'pg';
import { startPostgres } from '../../../test/harness/postgres-server.ts';
import { ask } from '../../../test/harness/rest-client.ts';
import { newDataFolder } from '../../../test/harness/run-folder.ts';
import { createDigest } from '../src/platform/digest.ts';
import { openAuthority } from './harness/open-authority.ts';
import { createUser } from './harness/people.ts';
import { type Ended, runBeside } from './harness/server-command.ts';
import { until } from './harness/until.ts';

const house = await openAuthority();
/** Nobody does harm behind its back that it could take for its log: what was verified must not be another later. */
const watched = await openAuthority({ env: { COUNTERSIGN_USAGE__FLUSH_SECONDS: '1' } });
const neighbour = await openAuthority();
const postgres = await startPostgres();
const databaseUrl = await postgres.createDatabase();
const other = await openAuthority({ databaseUrl });
// Hooks run in the order of their registration: the authority has ended when its database goes.
after(() => postgres.stop());
for (let i = 0; i < 8; i++) await createUser(house, `user-${i}`);

/** Keeps a checkpoint where the database cannot reach it; answers the file. */
async function keep(from: { readonly dataFolder: string }, name: string): Promise<string> {
  const { code, stdout, stderr } = await runBeside(from, 'audit', 'checkpoint');
  assert.deepEqual([code, stderr], [0, '']);
  return write(name, stdout);
}

function write(name: string, text: string): string {
  const file = join(house.dataFolder, name);
  writeFileSync(file, text);
  return file;
}

function verify(...words: readonly string[]): Promise<Ended> {
  return runBeside(house, 'audit', 'verify', ...words);
}

function damage(...statements: readonly string[]): void {
  damageIn(house.databaseFile, ...statements);
}

function damageIn(file: string, ...statements: readonly string[]): void {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  for (const statement of statements) database.exec(statement);
  database.close();
}

/** Does harm, looks, and undoes it. */
async function whileDamaged<Value>(
  statements: readonly string[],
  look: () => Promise<Value>,
): Promise<Value> {
  damage(
    'create table kept_events as select * from audit_events',
    'create table kept_head as select * from authority_head',
  );
  damage(...statements);
  try {
    return await look();
  } finally {
    damage(
      'delete from audit_events',
      'insert into audit_events select * from kept_events',
      'delete from authority_head',
      'insert into authority_head select * from kept_head',
      'drop table kept_events',
      'drop table kept_head',
    );
  }
}

const fitHead = (number: number) =>
  `update authority_head set audit_number = ${number},
    audit_hash = (select hash from audit_events where number = ${number})`;

describe('audit verify', () => {
  test('says that the log of a running authority fits, and how far it is', async () => {
    const { code, stdout, stderr } = await verify();
    assert.deepEqual([code, stderr], [0, '']);
    const { json } = await ask(`${house.url}/api/rest/events?$top=1`, { cookie: house.cookie });
    const [{ number, hash }] = json.events;
    assert.ok(
      stdout.startsWith(`The audit log fits: ${number} events, the last with the hash ${hash}.\n`),
      stdout,
    );
  });

  const harms: Readonly<Record<string, readonly [statements: readonly string[], number]>> = {
    'a planted edit': [["update audit_events set text = replace(text, 'ada', 'eve') where number = 6"], 6],
    'an edited search column': [["update audit_events set actor = 'system' where number = 6"], 6],
    'a deletion in the middle': [['delete from audit_events where number = 6'], 6],
    'a swap': [
      [
        'update audit_events set number = 999 where number = 6',
        'update audit_events set number = 6 where number = 7',
        'update audit_events set number = 7 where number = 999',
      ],
      6,
    ],
    'an insertion': [
      [
        'update audit_events set number = number + 1000 where number >= 6',
        'update audit_events set number = number - 999 where number >= 1006',
        `insert into audit_events select 6, at, kind, text, previous_hash, hash, actor, subject_id, target_kind,
          target_id, credential_id, address, request_id from audit_events where number = 5`,
      ],
      6,
    ],
    'a deletion at the end': [['delete from audit_events where number > 5'], 6],
    'a log that was emptied': [
      ['delete from audit_events', "update authority_head set audit_number = 0, audit_hash = ''"],
      1,
    ],
  };
  for (const [what, [statements, number]] of Object.entries(harms)) {
    test(`finds ${what}, and names the number where it begins`, async () => {
      const { code, stdout, stderr } = await whileDamaged(statements, () => verify());
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(stderr, /^The audit log does not fit: /);
      assert.ok(
        what.endsWith('emptied') || stderr.includes(`event ${number}`) || stderr.includes(`events ${number}`),
        stderr,
      );
      assert.ok(stderr.endsWith(`Verified up to event ${number - 1}.\n`), stderr);
    });
  }

  test('does not pass an option that it does not know, or a file that is not there', async () => {
    assert.equal((await verify('--checkpiont', 'x')).code, 2);
    const { code, stderr } = await verify('--checkpoint', 'nowhere.json');
    assert.equal(code, 1);
    assert.match(stderr, /nowhere\.json/);
  });

  test('makes nothing where there is no authority', async () => {
    const { code, stdout, stderr } = await runBeside({ dataFolder: newDataFolder() }, 'audit', 'verify');
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /there is no database .*countersign\.db/);
  });
});

describe('a checkpoint', () => {
  test('is one line of JSON that holds no secret, and is fitted by the log from then on', async () => {
    const file = await keep(house, 'early.json');
    await createUser(house, 'after-the-checkpoint');
    const { stdout, code } = await verify('--checkpoint', file);
    assert.equal(code, 0);
    assert.match(stdout, /It fits the checkpoint in /);
    const { stdout: line } = await runBeside(house, 'audit', 'checkpoint');
    assert.equal(line.split('\n').length, 2);
    assert.deepEqual(Object.keys(JSON.parse(line)), ['number', 'hash', 'time', 'mac']);
  });

  test('finds an end that was cut off together with the head row', async () => {
    const early = await keep(house, 'kept.json');
    const { number } = JSON.parse((await runBeside(house, 'audit', 'checkpoint')).stdout);
    const cut = [`delete from audit_events where number > ${number - 3}`, fitHead(number - 3)];
    const [without, held] = await whileDamaged(cut, async () => [
      await verify(),
      await verify('--checkpoint', early),
    ]);
    assert.equal(without?.code, 0, 'without a checkpoint there is nothing to hold it to');
    assert.equal(held?.code, 1);
    assert.match(held?.stderr ?? '', new RegExp(`events ${number - 2} to ${number} are missing`));
  });

  test('finds a chain that was computed anew, and says between which events it was', async () => {
    const first = (await runBeside(house, 'audit', 'checkpoint')).stdout;
    await createUser(house, 'between-checkpoints');
    const file = write('two.json', `${first}\n${(await runBeside(house, 'audit', 'checkpoint')).stdout}`);
    const { number } = JSON.parse(first);
    const [without, held] = await whileDamaged(recomputed(number), async () => [
      await verify(),
      await verify('--checkpoint', file),
    ]);
    assert.equal(without?.code, 0, without?.stderr);
    assert.equal(held?.code, 1);
    assert.match(held?.stderr ?? '', new RegExp(`rewritten at event ${number + 1} or later`));
    assert.equal((await verify('--checkpoint', file)).code, 0, 'the log as it was fits both');
  });

  test('that was forged, or signed by another authority, is refused', async () => {
    const genuine = JSON.parse((await runBeside(house, 'audit', 'checkpoint')).stdout);
    const foreign = (await runBeside(neighbour, 'audit', 'checkpoint')).stdout;
    for (const text of [JSON.stringify({ ...genuine, number: genuine.number - 1 }), foreign]) {
      const { code, stdout, stderr } = await verify('--checkpoint', write('bad.json', text));
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(stderr, /bad\.json: the checkpoint in line 1 was not signed by this authority/);
    }
  });

  test('is not signed for a log that does not fit', async () => {
    const edit = ["update audit_events set kind = 'user.banned' where number = 4"];
    const { code, stdout, stderr } = await whileDamaged(edit, () => runBeside(house, 'audit', 'checkpoint'));
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /No checkpoint is signed, as the audit log does not fit: event 4/);
  });
});

/** Statements that write every event after a number anew, each with a hash that fits, and the head row with them. */
function recomputed(after: number): readonly string[] {
  const digest = createDigest({ keyed: () => '' });
  const database = new DatabaseSync(house.databaseFile, { readOnly: true });
  const rows = database.prepare('select number, hash, text from audit_events order by number').all() as {
    number: number;
    hash: string;
    text: string;
  }[];
  database.close();
  let last = rows.find(({ number }) => number === after) ?? genesis;
  const statements: string[] = [];
  for (const { number, text } of rows.slice(after)) {
    const forged = text.replaceAll('"login":"ada"', '"login":"eve"');
    const hash = digest.text(`${number}\n${last.hash}\n${forged}`);
    statements.push(
      `update audit_events set text = '${forged.replaceAll("'", "''")}', previous_hash = '${last.hash}', hash = '${hash}' where number = ${number}`,
    );
    last = { number, hash };
  }
  assert.ok(statements.length > 0);
  return [...statements, fitHead(last.number)];
}

describe('the running authority', () => {
  interface Integrity {
    readonly verifiedNumber: number | null;
    readonly headNumber: number;
    readonly fault: { readonly kind: string; readonly number: number; readonly text: string } | null;
  }
  const integrity = async (): Promise<Integrity> =>
    (await ask(`${watched.url}/api/rest/events/integrity`, { cookie: watched.cookie })).json;

  test('says up to where it verified the chain', async () => {
    await createUser(watched, 'watched');
    const seen = await until('a verified chain', async () => {
      const now = await integrity();
      return now.verifiedNumber === now.headNumber ? now : undefined;
    });
    assert.equal(seen.fault, null);
  });

  test('says where it breaks, for as long as it does', async () => {
    const { headNumber } = await integrity();
    const text = (to: string, from: string) =>
      `update audit_events set text = replace(text, '"${from}"', '"${to}"') where number = ${headNumber + 1}`;
    damageIn(
      watched.databaseFile,
      `create trigger planted after insert on audit_events when new.number = ${headNumber + 1} begin
        ${text('user.deleted', 'user.created')}; end`,
    );
    await createUser(watched, 'edited-in-the-log');
    damageIn(watched.databaseFile, 'drop trigger planted');
    const broken = await until('the fault', async () => {
      const now = await integrity();
      return now.fault === null ? undefined : now;
    });
    assert.deepEqual([broken.fault?.kind, broken.fault?.number], ['unfit', headNumber + 1]);
    assert.match(broken.fault?.text ?? '', new RegExp(`event ${headNumber + 1} does not follow`));
    damageIn(watched.databaseFile, text('user.created', 'user.deleted'));
    await until('a chain that fits again', async () =>
      (await integrity()).fault === null ? true : undefined,
    );
  });
});

describe('on PostgreSQL', () => {
  const beside = { dataFolder: other.dataFolder, databaseUrl };

  async function onDatabase(sql: string): Promise<void> {
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  }

  test('the log of a running authority is verified, signed, and found cut off', async () => {
    await createUser(other, 'somebody');
    const { stdout } = await runBeside(beside, 'audit', 'checkpoint');
    const { number } = JSON.parse(stdout);
    const file = write('postgres.json', stdout);
    assert.equal((await runBeside(beside, 'audit', 'verify', '--checkpoint', file)).code, 0);
    await onDatabase(`delete from audit_events where number = ${number}`);
    const gone = await runBeside(beside, 'audit', 'verify');
    assert.equal(gone.code, 1);
    assert.match(gone.stderr, new RegExp(`events ${number} to ${number} are missing`));
    await onDatabase(fitHead(number - 1));
    assert.equal((await runBeside(beside, 'audit', 'verify')).code, 0);
    const held = await runBeside(beside, 'audit', 'verify', '--checkpoint', file);
    assert.equal(held.code, 1);
    assert.match(held.stderr, new RegExp(`events ${number} to ${number} are missing`));
  });
});
