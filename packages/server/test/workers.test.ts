import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import { describe, test } from 'node:test';
import { appCode } from '../../../test/harness/app-code.ts';
import { askForCode, redeem, refresh, registerClient } from '../../../test/harness/oauth-client.ts';
import { administrator, ask, issueToken, postForm, signIn } from '../../../test/harness/rest-client.ts';
import { newDataFolder, rememberSecret } from '../../../test/harness/run-folder.ts';
import { freePort } from '../../../test/harness/running-authority.ts';
import { newAuthenticator } from '../../../test/harness/software-authenticator.ts';
import { openAuthority, openProcess } from './harness/open-authority.ts';
import { createPerson, setUpTwoFactor } from './harness/people.ts';
import { runBeside } from './harness/server-command.ts';
import { until } from './harness/until.ts';
import {
  answersBy,
  connectAnew,
  replaceWorker,
  revokeBetweenWorkers,
  revokedForAll,
  workersOf,
} from './harness/workers.ts';

connectAnew();
const env = { COUNTERSIGN_WORKERS: '2' };
const settings = { lists: { topMax: 100 } };
const dataFolder = newDataFolder();
writeFileSync(join(dataFolder, 'countersign.json'), JSON.stringify(settings));
const house = await openAuthority({ env, dataFolder });
const { url, cookie } = house;
const me = `${url}/api/rest/users/me?fields=id`;

/** Written once an hour: what is counted afterwards was written at the end, by whoever ended. */
const rarely = {
  ...env,
  COUNTERSIGN_USAGE__FLUSH_SECONDS: '3600',
  COUNTERSIGN_SESSIONS__IDLE_SECONDS: '7200',
};

/** How often a token was used, as an authority says that is started where another one has ended. */
async function usesOf(id: string, ended: { readonly dataFolder: string }): Promise<number> {
  const again = await openProcess({ dataFolder: ended.dataFolder });
  const session = await signIn(again.url, administrator.login, administrator.password);
  const { json } = await ask(`${again.url}/api/rest/users/me/permanenttokens/${id}`, { cookie: session });
  return json.usageCount;
}

describe('two workers', () => {
  test('answer both, and nobody else', async () => {
    for (let round = 0; round < 100; round += 1) await ask(`${url}/livez`);
    const workers = workersOf(house);
    assert.equal(workers.length, 2);
    // The log of the last answer may still be on its way.
    const counts = await until('100 answers in the log', () => {
      const found = answersBy(house, '/livez');
      return [...found.values()].reduce((sum, count) => sum + count, 0) === 100 ? found : undefined;
    });
    assert.deepEqual([...counts.keys()].sort(), [...workers].sort());
  });

  test('print one set-up code, and that they are ready once', () => {
    assert.equal(house.printed.match(/^Ready\.$/gm)?.length, 1);
    assert.equal(house.printed.match(/set-up code/g)?.length, 1);
  });

  test('refuse a token that was revoked through the other, at the very next request, in 100 rounds', async () => {
    for (let round = 0; round < 100; round += 1)
      assert.deepEqual(await revokeBetweenWorkers(house), revokedForAll);
  });

  test('sign somebody in at an application between them, and renew and end it', async () => {
    const client = await registerClient(house, 'between', { trusted: false });
    for (let round = 0; round < 10; round += 1) {
      const asked = await askForCode(client, house, 'Hub', { access_type: 'offline' });
      const first = await redeem(client, asked);
      assert.equal(first.status, 200, first.text);
      for (let look = 0; look < 4; look += 1)
        assert.equal((await ask(me, { token: first.json.access_token })).status, 200);
      const renewed = await refresh(client, first.json.refresh_token);
      assert.equal(renewed.status, 200, renewed.text);
      // A code that comes twice ends what it began, for all.
      assert.equal((await redeem(client, asked)).json.error, 'invalid_grant');
      for (let look = 0; look < 4; look += 1)
        assert.equal((await ask(me, { token: renewed.json.access_token })).status, 401);
    }
  });

  test('take the two steps of a sign-in between them, and a code once', async () => {
    const person = await createPerson(house, 'two-steps');
    const { key } = await setUpTwoFactor({ url, cookie: person.cookie });
    const half = await postForm(`${url}/sign-in`, { login: person.login, password: person.password });
    const pending = rememberSecret(/name="pending" value="([^"]+)"/.exec(half.text)?.[1] ?? '');
    // The code that turned the app on is spent; the next one is good already.
    const code = appCode(key, Date.now() + 30_000);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => postForm(`${url}/sign-in/second-step`, { pending, code })),
    );
    const opened = answers.filter(({ status }) => status === 303);
    assert.equal(opened.length, 1, answers.map(({ status }) => status).join());
    const session = rememberSecret(opened[0]?.headers.get('set-cookie')?.split(';')[0] ?? '');
    for (let look = 0; look < 2; look += 1) assert.equal((await ask(me, { cookie: session })).status, 200);
  });

  test('add a passkey and sign in with it between them, each answer once', async () => {
    const person = await createPerson(house, 'with-passkey');
    const key = newAuthenticator(url);
    const asked = await postForm(`${url}/two-factor/passkey-start`, { passkeyName: 'Key' }, person.cookie);
    for (const [, code = ''] of asked.text.matchAll(/<code>([^<]+)<\/code>/g)) rememberSecret(code);
    const added = { codes: 'shown', saved: 'yes', passkey: key.create(asked.text) };
    assert.equal((await postForm(`${url}/two-factor/passkey-confirm`, added, person.cookie)).status, 303);
    const passkey = key.get((await ask(`${url}/sign-in`)).text);
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => postForm(`${url}/sign-in/passkey`, { passkey })),
    );
    assert.equal(answers.filter(({ status }) => status === 303).length, 1);
  });

  test('count wrong passwords together', async () => {
    const person = await createPerson(house, 'guessed');
    const guess = () => postForm(`${url}/sign-in`, { login: person.login, password: 'a wrong password' });
    const statuses: number[] = [];
    for (let round = 0; round < 30; round += 1) statuses.push((await guess()).status);
    assert.ok(statuses.includes(429), statuses.join());
    // From there on both refuse.
    assert.deepEqual([(await guess()).status, (await guess()).status], [429, 429]);
  });

  test('both know how the audit chain is, which one process of the host follows', async () => {
    const look = async () => {
      const answer = await ask(`${url}/api/rest/events/integrity`, { cookie });
      assert.equal(answer.status, 200, answer.text);
      return typeof answer.json.verifiedNumber === 'number';
    };
    await until('both to know', async () => {
      const known: boolean[] = [];
      for (let count = 0; count < 8; count += 1) known.push(await look());
      return known.includes(false) ? undefined : true;
    });
  });
});

describe('a worker that is killed', () => {
  test('is replaced under load; nothing is accepted after it was revoked, and the others go on', async () => {
    const late: string[] = [];
    let rounds = 0;
    let isOver = false;
    const unanswered = async <Value>(work: () => Promise<Value>) => work().catch(() => undefined);
    const revokeOn = async () => {
      while (!isOver) {
        const made = await unanswered(() => issueToken(url, cookie, ['0-0-0-0-0']));
        if (made === undefined) continue;
        const look = () => unanswered(async () => (await ask(me, { token: made.token })).status);
        await Promise.all([look(), look()]);
        const path = `${url}/api/rest/users/me/permanenttokens/${made.id}`;
        const revoked = await unanswered(async () => (await ask(path, { method: 'DELETE', cookie })).status);
        if (revoked !== 200) continue;
        for (const status of await Promise.all([look(), look(), look()]))
          if (status === 200) late.push(made.id);
        rounds += 1;
      }
    };
    const load = Promise.all(Array.from({ length: 4 }, revokeOn));
    try {
      for (let kill = 0; kill < 3; kill += 1) {
        const before = rounds;
        await until('some rounds', () => (rounds > before + 5 ? true : undefined));
        await replaceWorker(house);
      }
    } finally {
      isOver = true;
      await load;
    }
    assert.deepEqual(late, []);
    assert.equal(workersOf(house).length, 2);
    for (let round = 0; round < 20; round += 1)
      assert.deepEqual(await revokeBetweenWorkers(house), revokedForAll);
  });

  test('is replaced by one with the settings that the command started with', async () => {
    const file = join(dataFolder, 'countersign.json');
    writeFileSync(file, 'not a file of settings any more');
    try {
      await replaceWorker(house);
      await replaceWorker(house);
    } finally {
      writeFileSync(file, JSON.stringify(settings));
    }
    for (let look = 0; look < 2; look += 1)
      assert.equal((await ask(`${url}/api/rest/users?$top=101`, { cookie })).status, 400);
  });
});

describe('the end', () => {
  test('under load loses no use, and is an exit code 0', async () => {
    const busy = await openAuthority({ env: rarely });
    const { id, token } = await issueToken(busy.url, busy.cookie, ['0-0-0-0-0']);
    let accepted = 0;
    let isOver = false;
    const use = async () => {
      while (!isOver) {
        const answer = await ask(`${busy.url}/api/rest/users/me?fields=id`, { token }).catch(() => undefined);
        if (answer === undefined) return;
        if (answer.status === 200) accepted += 1;
      }
    };
    const load = Promise.all(Array.from({ length: 8 }, use));
    await until('some uses', () => (accepted > 200 ? true : undefined));
    await busy.stop();
    isOver = true;
    await load;
    assert.equal(busy.process.exitCode, 0);
    assert.equal(await usesOf(id, busy), accepted);
  });

  test('of the primary alone is the end of its workers, which write what they gathered', async () => {
    const orphaned = await openAuthority({ env: rarely });
    const { id, token } = await issueToken(orphaned.url, orphaned.cookie, ['0-0-0-0-0']);
    for (let use = 0; use < 6; use += 1)
      assert.equal((await ask(`${orphaned.url}/api/rest/users/me?fields=id`, { token })).status, 200);
    const workers = workersOf(orphaned);
    assert.equal(workers.length, 2);
    await orphaned.kill();
    const lives = (worker: number) => {
      try {
        return process.kill(worker, 0);
      } catch {
        return false;
      }
    };
    await until('the end of its workers', () => (workers.some(lives) ? undefined : true));
    assert.equal(await usesOf(id, orphaned), 6);
  });
});

describe('the command', () => {
  test('fails where the port is taken, with the words of a single process', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const serve = (...words: readonly string[]) =>
      runBeside(
        { dataFolder: newDataFolder(), env: { COUNTERSIGN_LISTEN__PORT: String(port) } },
        'serve',
        ...words,
      );
    const alone = await serve();
    const several = await serve('--workers', '3');
    other.close();
    assert.equal(alone.code, 1);
    assert.match(alone.stderr, /EADDRINUSE/);
    assert.deepEqual(several, alone);
  });

  test('takes a whole number from 1 to 64', async () => {
    for (const number of ['0', '65', 'many', '1.5', '']) {
      const { code, stderr } = await runBeside(
        { dataFolder: newDataFolder() },
        'serve',
        `--workers=${number}`,
      );
      assert.deepEqual(
        [code, stderr],
        [2, 'countersign-server cannot start:\n  - --workers must be a whole number from 1 to 64\n'],
      );
    }
  });
});
