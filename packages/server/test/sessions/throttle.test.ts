import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Answer, administrator, ask, issueToken } from '../../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';
import { openAuthority } from '../harness/open-authority.ts';
import { createPerson, createUser, setBanned } from '../harness/people.ts';
import { lastAuditNumber, readAuditEvents } from '../harness/rows.ts';
import { until } from '../harness/until.ts';

// A trusted proxy in front, so that each visitor of these tests has an address of their own.
const house = await openAuthority({ env: { COUNTERSIGN_LISTEN__TRUSTED_PROXIES: '127.0.0.1,::1' } });
const { url, databaseFile } = house;
const wrong = rememberSecret('canary wrong but plausible password');

function tryIn(from: string, login: string, password: string, at = url): Promise<Answer> {
  return ask(`${at}/sign-in`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
      'x-forwarded-for': from,
    },
    body: new URLSearchParams({ login, password }).toString(),
  });
}

function assertIn(answer: Answer): void {
  assert.equal(answer.status, 303, answer.text);
  rememberSecret(answer.headers.get('set-cookie')?.split(/[=;]/)[1] ?? '');
}

function assertWaits(answer: Answer): void {
  assert.equal(answer.status, 429, answer.text);
  assert.equal(answer.headers.get('set-cookie'), null);
  const wait = Number(answer.headers.get('retry-after'));
  assert.ok(Number.isInteger(wait) && wait >= 1 && wait <= 3_600, `Retry-After ${wait}`);
}

/**
 * Guesses at one account, by its spellings in turn, until asked to wait. On a slow machine the first waiting
 * times may pass between two requests; they double, so a few more guesses always meet one.
 */
async function guessUntilWaiting(
  from: (count: number) => string,
  ...logins: readonly string[]
): Promise<Answer> {
  for (let count = 0; count < 8; count++) {
    const answer = await tryIn(from(count), logins[count % logins.length] ?? '', wrong);
    if (answer.status === 429) return answer;
    assert.equal(answer.status, 403);
  }
  throw new Error('eight guesses, and nobody was asked to wait');
}

/** A page without what differs by nature: the request's id, the passkey's challenge and the login that was typed. */
function faceOf(answer: Answer, login: string): object {
  const text = answer.text
    .replaceAll(login, '<login>')
    .replaceAll(/\b[0-9a-f]{16}\b/g, '<id>')
    .replace(/(?<=&quot;challenge&quot;:&quot;)[\w-]+/, '<challenge>');
  const headers = [...answer.headers].filter(([name]) => name !== 'date');
  return { status: answer.status, headers: Object.fromEntries(headers), text, length: answer.text.length };
}

test('a failed sign-in looks the same whatever was wrong: status, headers, words and length', async () => {
  const banned = await createPerson(house, 'banned-1');
  await setBanned(house, banned.id, true);
  await createUser(house, 'robots-1', { kind: 'bot' });
  await createUser(house, 'nopass-1');
  await createPerson(house, 'person-1');
  await createPerson(house, 'person-2');
  const attempts = [
    ['person-1', wrong],
    ['nobody-1', wrong],
    ['banned-1', banned.password],
    ['robots-1', wrong],
    ['nopass-1', wrong],
    ['person-2', ''],
  ] as const;
  for (let round = 1; round <= 3; round++) {
    const faces = [];
    for (const [login, password] of attempts) {
      const answer = await tryIn('192.0.2.1', login, password);
      assert.equal(answer.headers.get('set-cookie'), null);
      assert.equal(answer.status, 403, `${login} in round ${round}`);
      faces.push(faceOf(answer, login));
    }
    for (const face of faces) assert.deepEqual(face, faces[0]);
  }
});

describe('who guesses at one account', () => {
  test('has three guesses, and then not even the right password is looked at while one waits', async () => {
    const person = await createPerson(house, 'guessed');
    for (let count = 0; count < 3; count++) {
      assert.equal((await tryIn('192.0.2.2', person.login, wrong)).status, 403);
    }
    assertWaits(await guessUntilWaiting(() => '192.0.2.2', person.login));
    const answers = await Promise.all([1, 2, 3].map(() => tryIn('192.0.2.2', person.login, person.password)));
    assert.ok(answers.some(({ status }) => status === 429));
  });

  test('waits longer and longer', async () => {
    await until('a waiting time of two seconds or more', async () => {
      const answer = await tryIn('192.0.2.3', 'nobody-at-all', wrong);
      return Number(answer.headers.get('retry-after') ?? 0) >= 2 ? true : undefined;
    });
  });

  test('gains nothing from writing the login in other ways', async () => {
    await createPerson(house, 'homograph');
    const spellings = ['homograph', 'HOMOGRAPH', ' homograph ', 'ｈｏｍｏｇｒａｐｈ'];
    assertWaits(await guessUntilWaiting(() => '192.0.2.4', ...spellings));
  });

  test('gains nothing from moving about in one IPv6 network', async () => {
    await createPerson(house, 'sixth');
    assertWaits(await guessUntilWaiting((count) => `2001:db8:1:2:${count}::9`, 'sixth'));
  });

  test('gains nothing from an address that is none: each of them is the proxy that wrote it', async () => {
    await createPerson(house, 'person-junk');
    const junk = ['junk', '198.51.100.7:443', '999.1.1.1', "' or 1=1", '::g', ',', '1.2.3', 'unknown'];
    assertWaits(await guessUntilWaiting((count) => junk[count] ?? '', 'person-junk'));
  });

  test('does not shut the owner out, who sits elsewhere or is signed in already', async () => {
    const person = await createPerson(house, 'victim');
    const { token } = await issueToken(url, person.cookie, ['0-0-0-0-0']);
    assertWaits(await guessUntilWaiting(() => '192.0.2.5', person.login));
    assertIn(await tryIn('198.51.100.5', person.login, person.password));
    for (const credential of [{ cookie: person.cookie }, { token }])
      assert.equal((await ask(`${url}/api/rest/users/me`, credential)).status, 200);
    // Their token works on, also where the guesses come from.
    const headers = { 'x-forwarded-for': '192.0.2.5' };
    assert.equal((await ask(`${url}/api/rest/users/me`, { token, headers })).status, 200);
  });

  test('is slowed down also when the guesses come from many places', async () => {
    await createPerson(house, 'famous');
    const statuses: number[] = [];
    for (let place = 1; place <= 25; place++) {
      statuses.push((await tryIn(`203.0.113.${place}`, 'famous', wrong)).status);
    }
    assert.ok(statuses.slice(0, 10).every((status) => status === 403));
    assert.ok(statuses.includes(429), `${statuses}`);
  });

  test('all at once has no more guesses than one after another', async () => {
    await createPerson(house, 'rushed');
    const answers = await Promise.all(Array.from({ length: 30 }, () => tryIn('192.0.2.6', 'rushed', wrong)));
    const looked = answers.filter(({ status }) => status === 403).length;
    assert.ok(looked <= 3, `${looked} passwords were looked at`);
    assert.ok(answers.every(({ status }) => status === 403 || status === 429 || status === 503));
  });
});

describe('who guesses at many accounts from one address', () => {
  test('waits at every account, and others at other addresses do not', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 40; count++) {
      statuses.push((await tryIn('192.0.2.7', `stranger-${count}`, wrong)).status);
    }
    assert.ok(
      statuses.slice(0, 25).every((status) => status === 403),
      `${statuses}`,
    );
    assert.ok(statuses.includes(429), `${statuses}`);
    assertIn(await tryIn('198.51.100.7', administrator.login, administrator.password));
  });
});

test('right passwords never have to wait, however many come from one address', async () => {
  for (let count = 0; count < 45; count++) {
    assertIn(await tryIn('192.0.2.8', administrator.login, administrator.password));
  }
});

test('a failed sign-in has one audit event, which holds neither the password nor what was typed as a login', async () => {
  const before = lastAuditNumber(databaseFile);
  const login = 'a-password-typed-as-a-login';
  assert.equal((await tryIn('192.0.2.9', login, wrong)).status, 403);
  assert.equal((await tryIn('192.0.2.9', administrator.login, wrong)).status, 403);
  const events = readAuditEvents(databaseFile, before);
  assert.deepEqual(
    events.map(({ kind }) => kind),
    ['sign-in.failed', 'sign-in.failed'],
  );
  for (const { text } of events) {
    assert.ok(!text.includes(login) && !text.includes(wrong));
    assert.match(text, /192\.0\.2\.9/);
  }
  assert.match(events[1]?.text ?? '', new RegExp(house.administratorId));
});

test('sign-ins beyond what can be hashed and may wait are told to come again, and nothing else suffers', async () => {
  // One hash at a time and one in waiting: however fast the machine, a flood is more than that.
  const narrow = await openAuthority({
    env: {
      COUNTERSIGN_LISTEN__TRUSTED_PROXIES: '127.0.0.1,::1',
      COUNTERSIGN_SIGN_IN__HASH_CONCURRENCY: '1',
      COUNTERSIGN_SIGN_IN__HASH_QUEUE: '1',
    },
  });
  const flood = Array.from({ length: 120 }, (_, index) =>
    tryIn(`198.18.${index % 200}.1`, `flood-${index}`, wrong, narrow.url),
  );
  const checks = await Promise.all(Array.from({ length: 5 }, () => ask(`${narrow.url}/readyz`)));
  assert.ok(checks.every(({ status }) => status === 200));
  const answers = await Promise.all(flood);
  const statuses = new Set(answers.map(({ status }) => status));
  for (const status of statuses) assert.ok(status === 403 || status === 503, `${status}`);
  for (const answer of answers.filter(({ status }) => status === 503)) {
    assert.ok(Number(answer.headers.get('retry-after')) >= 1);
    assert.equal(answer.headers.get('set-cookie'), null);
  }
  assert.ok(statuses.has(503), 'nobody was told to come again');
});
