import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Answer, ask, issueToken, registerService } from '../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../test/harness/run-folder.ts';
import { openAuthority } from './harness/open-authority.ts';
import { createPerson, createUser, setBanned } from './harness/people.ts';
import { assertError } from './harness/refused.ts';
import { readState } from './harness/rows.ts';

const house = await openAuthority();
const { url, cookie } = house;
const door = await registerService(url, cookie, 'door');
const owner = await createPerson(house, 'owner');
const authority = '0-0-0-0-0';

async function issueWith(
  token: string,
  body: Readonly<Record<string, unknown>>,
  userId = 'me',
): Promise<Answer> {
  const path = `${url}/api/rest/users/${userId}/permanenttokens`;
  const answer = await ask(path, {
    method: 'POST',
    token,
    body: { name: 'child', scope: [{ id: authority }], ...body },
  });
  if (answer.status === 200) rememberSecret(answer.json.token);
  return answer;
}

describe('a token made with a token', () => {
  test('opens no door that its maker does not open', async () => {
    const { token } = await issueToken(url, owner.cookie, [authority]);
    for (const scope of [[{ id: door.id }], [{ id: authority }, { id: door.id }], [{ key: 'door' }]]) {
      assert.equal((await issueWith(token, { scope })).status, 403);
    }
    assert.equal((await issueWith(token, {})).status, 200);
  });

  test('lives no longer than its maker', async () => {
    const expires = Date.now() + 600_000;
    const { token } = await issueToken(url, owner.cookie, [authority], { expires });
    for (const later of [undefined, null, expires + 1, expires + 86_400_000]) {
      const answer = await issueWith(token, { expires: later });
      assertError(answer, 403, 'expires');
      assert.match(answer.json.error_description, new RegExp(`expires must be at most ${expires}$`));
    }
    const child = await issueWith(token, { expires });
    assert.equal(child.status, 200, child.text);
    const grandchild = await issueWith(child.json.token, { expires: expires + 1 });
    assert.equal(grandchild.status, 403);
  });

  test('for somebody else can do what its maker can, and not more', async () => {
    const bot = await createUser(house, 'robot', { kind: 'bot' });
    const { token } = await issueToken(url, cookie, [authority]);
    const made = await issueWith(token, {}, bot);
    assert.equal(made.status, 200, made.text);
    assert.equal(made.json.author.login, 'ada');
    assert.equal(made.json.user.login, 'robot');
    const body = { login: 'planted', name: 'Planted' };
    const asBot = { method: 'POST', token: made.json.token, body };
    assert.equal((await ask(`${url}/api/rest/users`, asBot)).status, 403);
  });

  test('is made by nobody once its maker was revoked, however many were under way', async () => {
    const { id, token } = await issueToken(url, owner.cookie, [authority], { name: 'mother' });
    const begun: { readonly at: number; readonly answer: Promise<Answer> }[] = [];
    let isOver = false;
    const issuing = (async () => {
      while (!isOver) {
        const answer = issueWith(token, { name: 'race' });
        begun.push({ at: performance.now(), answer });
        await answer;
      }
    })();
    while (begun.length < 5) await begun.at(-1)?.answer;
    const path = `${url}/api/rest/users/me/permanenttokens/${id}`;
    assert.equal((await ask(path, { method: 'DELETE', cookie: owner.cookie })).status, 200);
    const acknowledgedAt = performance.now();
    assert.equal((await issueWith(token, { name: 'late' })).status, 401);
    isOver = true;
    await issuing;
    for (const { at, answer } of begun)
      if (at > acknowledgedAt) assert.equal((await answer).status, 401, 'issued by a revoked token');
    assert.ok((await begun[0]?.answer)?.status === 200, 'it issued before');
  });
});

test('a user who is banned meanwhile makes nothing more', async () => {
  const person = await createPerson(house, 'person');
  const path = `${url}/api/rest/users/me/permanenttokens`;
  const body = { name: 'race', scope: [{ id: authority }] };
  const flood = Array.from({ length: 40 }, () => ask(path, { method: 'POST', cookie: person.cookie, body }));
  await setBanned(house, person.id, true);
  const late = await ask(path, { method: 'POST', cookie: person.cookie, body });
  assert.equal(late.status, 401);
  let made = 0;
  for (const answer of await Promise.all(flood)) {
    assert.ok(answer.status === 200 || answer.status === 401, answer.text);
    if (answer.status === 200) {
      rememberSecret(answer.json.token);
      made += 1;
    }
  }
  const rows = readState(house.databaseFile).permanent_tokens?.filter((row) => row.user_id === person.id);
  assert.equal(rows?.length, made, 'what was answered 401 was not made, and what was answered 200 was');
});

describe('of many who want the same name at the same time, one gets it:', () => {
  const wishes: Readonly<Record<string, readonly [path: string, body: object]>> = {
    'a login': ['/api/rest/users', { login: 'contended', name: 'Contended' }],
    'a login in several spellings': ['/api/rest/users', { login: 'Spelled', name: 'Spelled' }],
    'a key': ['/api/rest/services', { name: 'Contended', key: 'contended' }],
  };
  for (const [what, [path, body]] of Object.entries(wishes)) {
    test(what, async () => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) => {
          const spelled =
            index % 2 === 0
              ? body
              : { ...body, ...('login' in body && { login: String(body.login).toUpperCase() }) };
          return ask(url + path, { method: 'POST', cookie, body: spelled });
        }),
      );
      for (const { json } of answers) if (json.secret) rememberSecret(json.secret);
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array(19).fill(409)]);
    });
  }
});
