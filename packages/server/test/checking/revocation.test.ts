import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type Answer,
  ask,
  introspect,
  issueToken,
  registerService,
} from '../../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';
import { openAuthority } from '../harness/open-authority.ts';
import { createPerson, type Person, setBanned } from '../harness/people.ts';
import { readAuditEvents } from '../harness/rows.ts';
import { accepted, checkEverywhere, refused, verdictsOf } from './doors.ts';

const house = await openAuthority();
const { url, cookie, databaseFile } = house;
const door = await registerService(url, cookie, 'door');
const owner = await createPerson(house, 'owner');
const scope = ['0-0-0-0-0', door.id];

function revoke(id: string, by: Person = owner): Promise<Answer> {
  const path = `${url}/api/rest/users/${owner.id}/permanenttokens/${id}`;
  return ask(path, { method: 'DELETE', cookie: by.cookie });
}

interface Look {
  readonly askedAt: number;
  readonly answeredAt: number;
  readonly isAccepted: boolean;
}

/** Asks until told to stop; answers when each question was asked and what came back. */
async function askOn(look: () => Promise<boolean>, isOver: () => boolean): Promise<readonly Look[]> {
  const history: Look[] = [];
  while (!isOver()) {
    const askedAt = performance.now();
    const isAccepted = await look();
    history.push({ askedAt, answeredAt: performance.now(), isAccepted });
  }
  return history;
}

describe('a revoked token', () => {
  test('is refused by the very next check in all three ways', async () => {
    for (let round = 0; round < 20; round++) {
      const { id, token } = await issueToken(url, owner.cookie, scope);
      assert.deepEqual(verdictsOf(await checkEverywhere(url, door, token)), accepted);
      assert.equal((await revoke(id)).status, 200);
      assert.deepEqual(verdictsOf(await checkEverywhere(url, door, token)), refused);
    }
  });

  // A check that begins after the acknowledgement and still accepts is the one thing that may never be.
  test('is never accepted by a check that began after the acknowledgement, in 250 races', async () => {
    const ways: readonly ((token: string) => Promise<boolean>)[] = [
      async (token) => (await ask(`${url}/api/rest/users/me?fields=id`, { token })).status === 200,
      async (token) => (await introspect(url, door, token)).json.active === true,
      async (token) => (await ask(`${url}/api/authz/auth-request?service=door`, { token })).status === 200,
    ];
    const late: string[] = [];
    let overlapping = 0;
    const race = async (number: number) => {
      const look = ways[number % ways.length] ?? (async () => false);
      const { id, token } = await issueToken(url, owner.cookie, scope);
      assert.equal(await look(token), true, 'what was issued is accepted by the next check');
      let isOver = false;
      const asking = askOn(
        () => look(token),
        () => isOver,
      );
      const sentAt = performance.now();
      const answer = await revoke(id);
      const acknowledgedAt = performance.now();
      assert.equal(answer.status, 200);
      const isStillAccepted = await look(token);
      isOver = true;
      const history = await asking;
      if (history.some((one) => one.askedAt < acknowledgedAt && one.answeredAt > sentAt)) overlapping += 1;
      const isLate = history.some((one) => one.isAccepted && one.askedAt > acknowledgedAt);
      if (isStillAccepted || isLate) late.push(`race ${number}`);
    };
    for (let begun = 0; begun < 250; begun += 10) {
      await Promise.all(Array.from({ length: 10 }, (_, index) => race(begun + index)));
    }
    assert.deepEqual(late, []);
    assert.ok(overlapping > 220, `in ${overlapping} races alone a check was under way with the revocation`);
  });

  test('is gone: a second revocation, reading it and its place in the list say so', async () => {
    const { id } = await issueToken(url, owner.cookie, scope, { name: 'gone' });
    assert.equal((await revoke(id)).text, '');
    assert.equal((await revoke(id)).status, 404);
    const path = `${url}/api/rest/users/me/permanenttokens`;
    assert.equal((await ask(`${path}/${id}`, { cookie: owner.cookie })).status, 404);
    const { json } = await ask(`${path}?$top=-1&fields=id`, { cookie: owner.cookie });
    assert.ok(!json.permanenttokens.some((token: { id: string }) => token.id === id));
  });

  test('was revoked once, however many asked for it at the same time', async () => {
    const { id } = await issueToken(url, owner.cookie, scope, { name: 'once' });
    const answers = await Promise.all(Array.from({ length: 16 }, () => revoke(id)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array(15).fill(404)]);
    const events = readAuditEvents(databaseFile).filter(
      ({ kind, text }) => kind === 'permanent-token.revoked' && text.includes(id),
    );
    assert.equal(events.length, 1);
  });

  test('that revokes itself ends with that request', async () => {
    const { id, token } = await issueToken(url, owner.cookie, scope);
    const path = `${url}/api/rest/users/me/permanenttokens/${id}`;
    assert.equal((await ask(path, { method: 'DELETE', token })).status, 200);
    assert.equal((await ask(path, { method: 'DELETE', token })).status, 401);
  });

  test('leaves the other tokens of its owner as they were', async () => {
    const kept = await issueToken(url, owner.cookie, scope);
    const { id } = await issueToken(url, owner.cookie, scope);
    await revoke(id);
    assert.deepEqual(verdictsOf(await checkEverywhere(url, door, kept.token)), accepted);
  });
});

describe('a banned user', () => {
  test('is refused everywhere at once; what is theirs comes back with the end of the ban, but no session', async () => {
    const person = await createPerson(house, 'person');
    const { token } = await issueToken(url, person.cookie, scope);
    const byAdministrator = await issueToken(url, cookie, scope, { userId: person.id });
    const isIn = async () =>
      (await ask(`${url}/api/rest/users/me`, { cookie: person.cookie })).status === 200;
    assert.equal(await isIn(), true);
    assert.deepEqual(verdictsOf(await checkEverywhere(url, door, token)), accepted);

    await setBanned(house, person.id, true);
    assert.deepEqual(verdictsOf(await checkEverywhere(url, door, token)), refused);
    assert.deepEqual(verdictsOf(await checkEverywhere(url, door, byAdministrator.token)), refused);
    assert.equal(await isIn(), false);
    const signIn = await ask(`${url}/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams({ login: person.login, password: person.password }).toString(),
    });
    assert.equal(signIn.status, 403);
    assert.equal(signIn.headers.get('set-cookie'), null);

    await setBanned(house, person.id, false);
    assert.deepEqual(verdictsOf(await checkEverywhere(url, door, token)), accepted);
    assert.equal(await isIn(), false, 'sessions end for good');
  });

  test('is never accepted by a check that began after the acknowledgement', async () => {
    const person = await createPerson(house, 'racer');
    const { token } = await issueToken(url, person.cookie, scope);
    const late: number[] = [];
    for (let round = 0; round < 60; round++) {
      let isOver = false;
      const look = async () =>
        (await ask(`${url}/api/authz/auth-request?service=door`, { token })).status === 200;
      const asking = askOn(look, () => isOver);
      await setBanned(house, person.id, true);
      const acknowledgedAt = performance.now();
      if (verdictsOf(await checkEverywhere(url, door, token)).includes(true)) late.push(round);
      isOver = true;
      const history = await asking;
      if (history.some((one) => one.isAccepted && one.askedAt > acknowledgedAt)) late.push(round);
      await setBanned(house, person.id, false);
      assert.deepEqual(verdictsOf(await checkEverywhere(url, door, token)), accepted);
    }
    assert.deepEqual(late, []);
  });

  test('who is an administrator with a token loses what that token could do', async () => {
    const person = await createPerson(house, 'demoted');
    const { token } = await issueToken(url, person.cookie, ['0-0-0-0-0']);
    await setBanned(house, person.id, true);
    const body = { name: 'late', scope: [{ id: '0-0-0-0-0' }] };
    const answer = await ask(`${url}/api/rest/users/me/permanenttokens`, { method: 'POST', token, body });
    assert.equal(answer.status, 401);
  });
});

describe("a service's secret that was replaced", () => {
  test('is refused at once, and the new one works at once', async () => {
    const service = await registerService(url, cookie, 'rotating');
    const { token } = await issueToken(url, owner.cookie, [service.id]);
    let secret = service.secret;
    for (let round = 0; round < 30; round++) {
      assert.equal((await introspect(url, { ...service, secret }, token)).json.active, true);
      const rotated = await ask(`${url}/api/rest/services/${service.id}/secret`, { method: 'POST', cookie });
      assert.equal(rotated.status, 200, rotated.text);
      const fresh = rememberSecret(rotated.json.secret);
      assert.notEqual(fresh, secret);
      assert.equal(rotated.json.secretHint, fresh.slice(-4));
      assert.equal((await introspect(url, { ...service, secret }, token)).status, 401);
      secret = fresh;
    }
    assert.equal((await introspect(url, { ...service, secret }, token)).json.active, true);
  });

  test('is one of many when several ask at once: only the last one works', async () => {
    const service = await registerService(url, cookie, 'contended');
    const { token } = await issueToken(url, owner.cookie, [service.id]);
    const path = `${url}/api/rest/services/contended/secret`;
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(path, { method: 'POST', cookie })));
    const working = [];
    for (const { json } of answers) {
      const secret = rememberSecret(json.secret);
      if ((await introspect(url, { ...service, secret }, token)).status === 200) working.push(secret);
    }
    assert.equal(working.length, 1);
  });
});
