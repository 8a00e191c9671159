import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { bareEnvironment } from '../../../test/harness/bare-environment.ts';
import { administrator, ask, postForm, setUp, signIn } from '../../../test/harness/rest-client.ts';
import { newDataFolder, rememberSecret } from '../../../test/harness/run-folder.ts';
import { startAuthority } from '../../../test/harness/running-authority.ts';
import { openProcess } from './harness/open-authority.ts';
import { readState } from './harness/rows.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the server's command until it ends by itself; one that would serve is ended after a while. */
function run(
  env: Readonly<Record<string, string>>,
  words = ['serve'],
  cwd = newDataFolder(),
): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { cwd, env: { ...bareEnvironment(), ...env }, timeout: 30_000 };
    execFile(process.execPath, [main, ...words], options, (error, stdout, stderr) => {
      resolve({
        code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1,
        stdout,
        stderr,
      });
    });
  });
}

describe('the server refuses to start', () => {
  test('and names every problem of its settings at once, without repeating a value', async () => {
    const folder = newDataFolder();
    const secret = rememberSecret('postgres-password-of-the-canary');
    writeFileSync(join(folder, 'countersign.json'), '{"listen":{"prot":4700},"signIn":{"hashQueue":"many"}}');
    const env = {
      COUNTERSIGN_LISTEN__PORT: 'eighty',
      COUNTERSIGN_PUBLIK_URL: 'https://id.example.test',
      COUNTERSIGN_DATABASE__URL: `mysql://x:${secret}@localhost/x`,
      COUNTERSIGN_SESSIONS__IDLE_SECONDS: '-1',
      COUNTERSIGN_LISTEN__TRUSTED_PROXIES: 'everybody',
    };
    const { code, stderr, stdout } = await run(env, ['serve'], folder);
    assert.equal(code, 2);
    for (const name of [...Object.keys(env), 'listen.prot', 'signIn.hashQueue'])
      assert.ok(stderr.includes(name), `${name} is not named in:\n${stderr}`);
    assert.match(stderr, /COUNTERSIGN_PUBLIK_URL.*did you mean COUNTERSIGN_PUBLIC_URL/);
    assert.ok(!stderr.includes(secret) && !stdout.includes(secret));
    assert.ok(!existsSync(join(folder, 'data')), 'nothing was made');
  });

  const refusals: Readonly<Record<string, readonly [env: Record<string, string>, named: RegExp]>> = {
    'on plain http for the world': [{ COUNTERSIGN_PUBLIC_URL: 'http://id.example.test' }, /PUBLIC_URL/],
    'in the open without https or a proxy': [{ COUNTERSIGN_LISTEN__HOST: '0.0.0.0' }, /LISTEN__HOST/],
  };
  for (const [what, [env, named]] of Object.entries(refusals)) {
    test(what, async () => {
      const { code, stderr } = await run(env);
      assert.equal(code, 2, stderr);
      assert.match(stderr, named);
    });
  }

  test('with words it does not know', async () => {
    for (const words of [['server'], ['serve', 'now']]) {
      const { code, stderr } = await run({}, words);
      assert.equal(code, 2);
      assert.match(stderr, /Usage: countersign-server/);
    }
    assert.match((await run({}, ['--version'])).stdout, /^\d+\.\d+\.\d+\n$/);
  });

  test('on a port that is taken, and says so', async () => {
    const { port } = await openProcess();
    const { code, stderr } = await run({ COUNTERSIGN_LISTEN__PORT: String(port) });
    assert.equal(code, 1);
    assert.match(stderr, /EADDRINUSE|in use/);
  });
});

describe('the key ring', () => {
  test('is made at the first start, for its owner alone, like everything else in the data directory', async () => {
    const { dataFolder } = await openProcess();
    const data = join(dataFolder, 'data');
    assert.equal(statSync(data).mode & 0o077, 0);
    for (const name of ['keys.json', 'countersign.db', 'countersign.db-wal', 'countersign.db-shm'])
      assert.equal(statSync(join(data, name)).mode & 0o777, 0o600, name);
    const ring = JSON.parse(readFileSync(join(data, 'keys.json'), 'utf8'));
    assert.equal(Buffer.from(ring.keys[0].key, 'base64url').length, 32);
  });

  test('of another authority does not open this database', async () => {
    const first = await startAuthority();
    await setUp(first);
    await first.stop();
    const second = await startAuthority();
    await second.stop();
    const [own, other] = [
      join(first.dataFolder, 'data', 'keys.json'),
      join(second.dataFolder, 'data', 'keys.json'),
    ];
    renameSync(own, `${own}.kept`);
    copyFileSync(other, own);
    const env = { COUNTERSIGN_LISTEN__PORT: '0' };
    const refused = await run(env, ['serve'], first.dataFolder);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /key ring/);
    assert.ok(!refused.stdout.includes('Ready.'));

    renameSync(`${own}.kept`, own);
    const again = await openProcess({ dataFolder: first.dataFolder });
    assert.equal(again.setUpCode, undefined);
    assert.ok(await signIn(again.url, administrator.login, administrator.password), 'nothing was lost');
  });

  test('that is gone is not made anew beside a database that needs it', async () => {
    const first = await startAuthority();
    await first.stop();
    const file = join(first.dataFolder, 'data', 'keys.json');
    renameSync(file, `${file}.gone`);
    const { code, stderr } = await run({ COUNTERSIGN_LISTEN__PORT: '0' }, ['serve'], first.dataFolder);
    assert.equal(code, 1);
    assert.match(stderr, /key ring/);
    assert.ok(!existsSync(file));
  });

  test('that is malformed, or open to others, is refused and its keys are not shown', async () => {
    const first = await startAuthority();
    await first.stop();
    const file = join(first.dataFolder, 'data', 'keys.json');
    const key = JSON.parse(readFileSync(file, 'utf8')).keys[0].key as string;
    const good = readFileSync(file, 'utf8');
    for (const [text, mode] of [
      [`{"keys":[{"version":1,"key":"${key}x"}]}`, 0o600],
      [good, 0o644],
    ] as const) {
      writeFileSync(file, text);
      chmodSync(file, mode);
      const { code, stderr } = await run({ COUNTERSIGN_LISTEN__PORT: '0' }, ['serve'], first.dataFolder);
      assert.equal(code, 1, text);
      assert.match(stderr, /key ring/);
      assert.ok(!stderr.includes(key));
    }
  });

  test('stands where the settings say', async () => {
    const folder = newDataFolder();
    mkdirSync(join(folder, 'elsewhere'), { mode: 0o700 });
    const env = { COUNTERSIGN_KEY_RING__FILE: 'elsewhere/ring.json' };
    await openProcess({ dataFolder: folder, env });
    assert.ok(existsSync(join(folder, 'elsewhere', 'ring.json')));
    assert.ok(!existsSync(join(folder, 'data', 'keys.json')));
  });
});

describe('set-up', () => {
  const fields = (code: string) => ({
    code,
    login: administrator.login,
    name: administrator.name,
    password: administrator.password,
    repeated: administrator.password,
  });

  test('makes nobody with a wrong code, however it is written', async () => {
    const { url, dataFolder, setUpCode = '' } = await openProcess();
    const before = readState(join(dataFolder, 'data', 'countersign.db'));
    assert.equal(before.users?.length, 0, 'no account before set-up');
    const guesses = [
      '',
      ' ',
      'AAAA-AAAA-AAAA-AAAA',
      setUpCode.slice(1),
      `${setUpCode}A`,
      '0'.repeat(64),
      '{}',
    ];
    for (const code of guesses) {
      const answer = await postForm(`${url}/setup`, fields(code));
      assert.ok(answer.status === 400 || answer.status === 429, `${answer.status}`);
      assert.ok(!answer.text.includes(administrator.password));
    }
    assert.deepEqual(readState(join(dataFolder, 'data', 'countersign.db')), before);
    const right = await postForm(`${url}/setup`, fields(` ${setUpCode.toLowerCase().replaceAll('-', ' ')} `));
    assert.equal(right.status, 303, 'case and separators of the right one do not matter');
  });

  test('refuses a guesser for a while', async () => {
    const { url } = await openProcess();
    const statuses: number[] = [];
    for (let count = 0; count < 12; count++)
      statuses.push((await postForm(`${url}/setup`, fields(`WRNG-CODE-NMBR-${count}`))).status);
    assert.equal(statuses[0], 400);
    assert.ok(statuses.includes(429), `${statuses}`);
  });

  test('is the work of one: of two that have the code at the same time', async () => {
    const { url, dataFolder, setUpCode = '' } = await openProcess();
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        postForm(`${url}/setup`, { ...fields(setUpCode), login: `ada-${index}` }),
      ),
    );
    assert.equal(answers.filter(({ status }) => status === 303).length, 1);
    assert.equal(readState(join(dataFolder, 'data', 'countersign.db')).users?.length, 1);
  });

  test('is gone for ever after, and leaves no trace', async () => {
    const folder = newDataFolder();
    const first = await startAuthority({ dataFolder: folder });
    await setUp(first);
    const assertGone = async (url: string) => {
      const nothing = await ask(`${url}/no-such-page`, { headers: { accept: 'text/html' } });
      for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS']) {
        const headers = { accept: 'text/html', 'sec-fetch-site': 'same-origin' };
        const answer = await ask(`${url}/setup`, { method, headers });
        assert.equal(answer.status, 404, method);
      }
      const page = await ask(`${url}/setup`, { headers: { accept: 'text/html' } });
      const plain = (text: string) => text.replaceAll(/[0-9a-f]{16}/g, '');
      assert.equal(plain(page.text), plain(nothing.text));
      const late = await postForm(`${url}/setup`, fields(first.setUpCode ?? ''));
      assert.equal(late.status, 404);
    };
    await assertGone(first.url);
    await first.stop();
    const second = await openProcess({ dataFolder: folder });
    assert.equal(second.setUpCode, undefined);
    assert.doesNotMatch(second.printed, /set-up|setup/i);
    await assertGone(second.url);
  });

  test('has a new code at each start until it is done, and the old one is none', async () => {
    const folder = newDataFolder();
    const first = await startAuthority({ dataFolder: folder });
    await first.stop();
    const second = await openProcess({ dataFolder: folder });
    assert.notEqual(second.setUpCode, first.setUpCode);
    const stale = await postForm(`${second.url}/setup`, fields(first.setUpCode ?? ''));
    assert.equal(stale.status, 400);
    assert.ok(await setUp(second));
  });
});
