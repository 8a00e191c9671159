import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { verdictChanges } from '@countersign/api';
import type { UserId } from '@countersign/core';
import { type Answer, ask, issueToken, registerService } from '../../../../test/harness/rest-client.ts';
import { addFactor, addSomebody, fresh } from '../harness/household.ts';
import { openHouse } from '../harness/open-house.ts';
import { makeApplicationPassword } from '../harness/people.ts';

const house = await openHouse();
const { url, cookie } = house;

interface Asking {
  readonly id: string;
  readonly secret: string;
}

const strict = await registerService(url, cookie, 'strict');
const wiki = await registerService(url, cookie, 'wiki');
const tracker = await registerService(url, cookie, 'tracker');

function post(path: string, service: Asking, form: Readonly<Record<string, string>>): Promise<Answer> {
  return ask(`${url}/api/rest/oauth2/introspect${path}`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${service.id}:${service.secret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(form).toString(),
  });
}

const remembered = (service: Asking, token: string, more: Readonly<Record<string, string>> = {}) =>
  post('', service, { token, remember: 'true', ...more });
async function changes(service: Asking, form: Readonly<Record<string, string>> = {}) {
  const answer = await post('/changes', service, form);
  assert.equal(answer.status, 200, answer.text);
  return verdictChanges.parse(answer.json);
}
const set = (service: Asking, verdictMemory: number, as = cookie) =>
  ask(`${url}/api/rest/services/${service.id}`, { method: 'POST', cookie: as, body: { verdictMemory } });
const act = async (path: string, method = 'POST', body?: object) => {
  const answer = await ask(`${url}/api/rest/${path}`, { method, cookie, ...(body && { body }) });
  assert.equal(answer.status, 200, answer.text);
};

for (const service of [wiki, tracker]) assert.equal((await set(service, 5)).status, 200);

describe('what a service may remember', () => {
  test('is nothing to begin with: its answers name nothing, and it has no feed', async () => {
    const { token } = await issueToken(url, cookie, [strict.id]);
    assert.equal((await remembered(strict, token)).json.remember, undefined);
    const { status, json } = await post('/changes', strict, {});
    assert.deepEqual([status, json.error], [403, 'unauthorized_client']);
  });

  test('is set by an administrator, by hand, in whole seconds up to a minute, and is in the log', async () => {
    for (const wrong of [-1, 61, 1.5, '5', true]) {
      const refused = await set(strict, wrong as number);
      assert.deepEqual([refused.status, refused.json.error_field], [400, 'verdictMemory'], refused.text);
    }
    const somebody = await addSomebody(house, fresh('somebody'), []);
    assert.equal((await set(strict, 5, somebody.cookie)).status, 403);
    assert.equal((await set(strict, 60)).status, 200);
    const { json } = await ask(`${url}/api/rest/services/${strict.id}`, { cookie });
    assert.equal(json.verdictMemory, 60);
    assert.equal((await set(strict, 0)).status, 200);
    assert.equal((await post('/changes', strict, {})).status, 403);
  });

  test('is told beside an active answer alone, and only where it is asked for', async () => {
    const { token } = await issueToken(url, cookie, [wiki.id]);
    const { json } = await remembered(wiki, token);
    assert.match(json.remember.position, /^\d+$/);
    assert.equal(json.remember.seconds, 300);
    assert.equal(json.remember.depends_on.length, 2);
    assert.equal((await post('', wiki, { token })).json.remember, undefined);
    assert.equal((await remembered(tracker, token)).text, '{"active":false}');
  });

  test('ends with the token, and is nothing for the last second of one', async () => {
    const soon = await issueToken(url, cookie, [wiki.id], { expires: Date.now() + 90_000 });
    const { seconds } = (await remembered(wiki, soon.token)).json.remember;
    assert.ok(seconds <= 90 && seconds > 60, String(seconds));
  });

  test('is of application passwords, too, with the login that they belong to', async () => {
    const somebody = await addSomebody(house, fresh('mail'), []);
    await addFactor(house, somebody.id as UserId);
    const { password } = await makeApplicationPassword({ url, cookie: somebody.cookie }, 'mail', wiki.id);
    const { json } = await remembered(wiki, password, { username: somebody.login });
    assert.deepEqual(
      [json.active, json.token_type, json.username, json.remember.depends_on.length],
      [true, 'application_password', somebody.login, 2],
    );
    const wrong = await remembered(wiki, password, { username: 'somebody-else' });
    assert.equal(wrong.text, '{"active":false}');
    assert.equal((await remembered(wiki, password)).text, '{"active":false}');
  });
});

test('an acknowledgement says for how long some service may still believe what it remembers', async () => {
  const within = async (path: string, options: object) =>
    (await ask(`${url}/api/rest/${path}`, { cookie, ...options })).headers.get('in-force-within');
  const revoke = async () => {
    const { id } = await issueToken(url, cookie, [wiki.id]);
    return within(`users/me/permanenttokens/${id}`, { method: 'DELETE' });
  };
  assert.equal(await revoke(), '5');
  await set(strict, 60);
  assert.equal(await revoke(), '60');
  await set(strict, 0);
  assert.equal(await within('users/me', {}), null);
  assert.equal(await within('users/me/permanenttokens/absent', { method: 'DELETE' }), null);
  for (const service of [wiki, tracker]) await set(service, 0);
  assert.equal(await revoke(), null);
  for (const service of [wiki, tracker]) await set(service, 5);
});

describe('the feed of what to forget', () => {
  test('names a revoked token to the services that were told of it, each by its own name', async () => {
    const { id, token } = await issueToken(url, cookie, [wiki.id, tracker.id]);
    const other = await issueToken(url, cookie, [wiki.id]);
    const [ofWiki, ofTracker] = [await remembered(wiki, token), await remembered(tracker, token)];
    const [name] = ofWiki.json.remember.depends_on;
    assert.notEqual(name, ofTracker.json.remember.depends_on[0]);
    const otherName = (await remembered(wiki, other.token)).json.remember.depends_on[0];
    const before = await changes(wiki);
    assert.equal(before.forget, 'everything');
    await act(`users/me/permanenttokens/${id}`, 'DELETE');
    const after = await changes(wiki, { after: before.position });
    assert.ok(after.forget.includes(name) && !after.forget.includes(otherName), String(after.forget));
    const elsewhere = await changes(tracker, { after: before.position });
    assert.ok(elsewhere.forget.includes(ofTracker.json.remember.depends_on[0]));
  });

  test('is complete up to its position: nobody is told before what is in force', async () => {
    const { id, token } = await issueToken(url, cookie, [wiki.id]);
    const { position } = await changes(wiki);
    await act(`users/me/permanenttokens/${id}`, 'DELETE');
    const told = await remembered(wiki, (await issueToken(url, cookie, [wiki.id])).token);
    assert.ok(Number(told.json.remember.position) > Number(position));
    assert.equal((await remembered(wiki, token)).text, '{"active":false}');
  });

  test('names a user when they are banned, and everything when roles or services change', async () => {
    const somebody = await addSomebody(house, fresh('somebody'), []);
    const { token } = await issueToken(url, somebody.cookie, [wiki.id]);
    const [, user] = (await remembered(wiki, token)).json.remember.depends_on;
    const before = await changes(wiki);
    await act(`users/${somebody.id}`, 'POST', { banned: true, banReason: 'a test' });
    const banned = await changes(wiki, { after: before.position });
    assert.ok(banned.forget.includes(user), String(banned.forget));
    await act(`services/${tracker.id}`, 'POST', { description: 'changed' });
    assert.equal((await changes(wiki, { after: banned.position })).forget, 'everything');
  });

  test('answers as soon as something changes, and otherwise when its time is over', async () => {
    const { id } = await issueToken(url, cookie, [wiki.id]);
    const { position } = await changes(wiki);
    const quiet = await changes(wiki, { after: position, wait: '0.05' });
    assert.deepEqual(quiet, { position, bound: 5, forget: [] });
    const waiting = changes(wiki, { after: position, wait: '10' });
    await act(`users/me/permanenttokens/${id}`, 'DELETE');
    const told = await waiting;
    assert.ok(Number(told.position) > Number(position) && told.forget.length > 0);
  });

  test('believes in no position that the authority has not come to', async () => {
    const { position } = await changes(wiki);
    const ahead = await changes(wiki, { after: String(Number(position) + 1_000), wait: '10' });
    assert.deepEqual([ahead.forget, ahead.position], ['everything', position]);
  });

  test('ends for a service whose memory was taken away, or whose secret was replaced', async () => {
    const gone = await registerService(url, cookie, 'gone');
    await set(gone, 5);
    const { position } = await changes(gone);
    await set(gone, 0);
    assert.equal((await post('/changes', gone, { after: position })).status, 403);
    assert.equal((await post('/changes', { ...gone, secret: 'x' }, {})).status, 401);
  });

  test('refuses what it cannot read, and says which field and why', async () => {
    for (const [form, text] of [
      [{ after: 'x' }, 'after must be a position of this feed'],
      [{ after: '-1' }, 'after must be a position of this feed'],
      [{ after: '99999999999999999' }, 'after must be a position of this feed'],
      [{ wait: '11' }, 'wait must be 0 to 10 seconds'],
      [{ wait: 'soon' }, 'wait must be 0 to 10 seconds'],
    ] as const) {
      const { status, json } = await post('/changes', wiki, form);
      assert.deepEqual([status, json.error, json.error_description], [400, 'invalid_request', text]);
    }
    const get = await ask(`${url}/api/rest/oauth2/introspect/changes`);
    assert.deepEqual([get.status, get.headers.get('allow')], [405, 'POST']);
  });
});
