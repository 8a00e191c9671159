import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ask, issueToken, postForm, registerService } from '../../../../test/harness/rest-client.ts';
import { accepted, checkEverywhere, refused, verdictsOf } from '../checking/doors.ts';
import { openAuthority } from '../harness/open-authority.ts';
import { createPerson, createUser, setBanned } from '../harness/people.ts';
import { assertError, changesNothing } from '../harness/refused.ts';

/** However an account ends, for a while or for good, everything that speaks for it ends with the same answer. */
const house = await openAuthority();
const { url, cookie } = house;
const door = await registerService(url, cookie, 'door');
const scope = ['0-0-0-0-0', door.id];
const users = `${url}/api/rest/users`;

const verdicts = async (token: string) => verdictsOf(await checkEverywhere(url, door, token));

describe('whoever is banned', () => {
  test('cannot lift the ban, sign in, or make anything, with whatever they had before', async () => {
    const leaver = await createPerson(house, 'leaver');
    const { token } = await issueToken(url, leaver.cookie, scope);
    await setBanned(house, leaver.id, true);
    for (const credential of [{ token }, { cookie: leaver.cookie }]) {
      for (const [path, body] of [
        [leaver.id, { banned: false }],
        ['me', { banned: false }],
        ['me/permanenttokens', { name: 'x', scope: [{ id: door.id }] }],
      ] as const) {
        const answer = await changesNothing(house, () =>
          ask(`${users}/${path}`, { method: 'POST', ...credential, body }),
        );
        assertError(answer, 401);
      }
    }
    const signIn = await postForm(`${url}/sign-in`, { login: leaver.login, password: leaver.password });
    assert.deepEqual([signIn.status, signIn.headers.get('set-cookie')], [403, null]);
  });

  test('and is a bot is refused at every door, and so is one whose owner is', async () => {
    const owner = await createPerson(house, 'owner');
    const bot = await createUser(house, 'robot', { kind: 'bot', owner: { id: owner.id } });
    const { token } = await issueToken(url, cookie, scope, { userId: bot });
    assert.deepEqual(await verdicts(token), accepted);
    for (const id of [bot, owner.id]) {
      await setBanned(house, id, true);
      assert.deepEqual(await verdicts(token), refused);
      await setBanned(house, id, false);
      assert.deepEqual(await verdicts(token), accepted);
    }
  });
});

describe('whoever is deleted', () => {
  test('leaves no token, session or bot behind that is accepted anywhere', async () => {
    const leaver = await createPerson(house, 'jane');
    const bot = await createUser(house, 'janes-bot', { kind: 'bot', owner: { id: leaver.id } });
    const tokens = [
      (await issueToken(url, leaver.cookie, scope)).token,
      (await issueToken(url, cookie, scope, { userId: leaver.id })).token,
      (await issueToken(url, cookie, scope, { userId: bot })).token,
    ];
    for (const token of tokens) assert.deepEqual(await verdicts(token), accepted);
    assert.equal((await ask(`${users}/${leaver.id}`, { method: 'DELETE', cookie })).status, 200);
    for (const token of tokens) assert.deepEqual(await verdicts(token), refused);
    assert.equal((await ask(`${users}/me`, { cookie: leaver.cookie })).status, 401);
    const signIn = await postForm(`${url}/sign-in`, { login: 'jane', password: leaver.password });
    assert.deepEqual([signIn.status, signIn.headers.get('set-cookie')], [403, null]);
  });

  test('leaves nothing to whoever comes afterwards: not the login, not the id, not the rights', async () => {
    const gone = await createPerson(house, 'john');
    const group = await ask(`${url}/api/rest/usergroups`, {
      method: 'POST',
      cookie,
      body: { name: 'Keepers' },
    });
    await ask(`${users}/${gone.id}/groups`, { method: 'POST', cookie, body: { id: group.json.id } });
    const role = { role: { key: 'system-admin' }, project: { id: '0' } };
    const given = await ask(`${users}/${gone.id}/projectroles`, { method: 'POST', cookie, body: role });
    assert.equal(given.status, 200, given.text);
    await ask(`${users}/${gone.id}`, { method: 'DELETE', cookie });

    for (const login of ['john', 'JOHN'])
      assertError(await ask(users, { method: 'POST', cookie, body: { login, name: 'John' } }), 409, 'login');
    const chosen = { login: 'john-two', name: 'John', id: gone.id };
    assertError(await ask(users, { method: 'POST', cookie, body: chosen }), 400, 'id');
    const next = await createPerson(house, 'john-two');
    const me = await ask(`${users}/me?fields=permissions,groups(id)`, { cookie: next.cookie });
    assert.ok(!me.json.permissions.includes('jetbrains.jetpass.low-level'));
    assert.deepEqual(me.json.groups, []);
    const members = await ask(`${url}/api/rest/usergroups/${group.json.id}/users`, { cookie });
    assert.equal(members.json.total, 0);
  });
});

test('a credential that is accepted is listed, and one that is not listed is not accepted, whatever happened', async () => {
  const people = [await createPerson(house, 'one'), await createPerson(house, 'two')];
  const bot = await createUser(house, 'listed-bot', { kind: 'bot', owner: { id: people[0]?.id } });
  const made: { readonly id: string; readonly token: string; readonly owner: string }[] = [];
  const make = async (as: { cookie: string }, owner: string, expires?: number) => {
    const more = expires === undefined ? {} : { expires };
    made.push({ ...(await issueToken(url, as.cookie, scope, { userId: owner, ...more })), owner });
  };
  for (const person of people) {
    await make(person, person.id);
    await make(person, person.id, Date.now() + 600_000);
    await make({ cookie }, person.id);
    await make({ cookie }, bot);
  }
  const listed = async () => {
    const lists = await Promise.all(
      [...new Set(made.map(({ owner }) => owner))].map((owner) =>
        ask(`${users}/${owner}/permanenttokens?$top=-1&fields=id`, { cookie }),
      ),
    );
    return new Set(lists.flatMap(({ json }) => json.permanenttokens ?? []).map(({ id }) => id as string));
  };
  /** How many are accepted, each of which must be listed; without a ban both are the same. */
  const count = async ({ isAnybodyBanned = false } = {}) => {
    const known = await listed();
    let working = 0;
    for (const { id, token } of made) {
      const [isAccepted] = await verdicts(token);
      assert.ok(!isAccepted || known.has(id), 'accepted and not listed');
      assert.ok(isAccepted || !known.has(id) || isAnybodyBanned, 'listed and not accepted');
      if (isAccepted) working += 1;
    }
    return working;
  };
  const [one, two] = people;
  assert.ok(one && two);
  assert.equal(await count(), 8);
  const [first, , third] = made;
  await ask(`${users}/me/permanenttokens/${first?.id}`, { method: 'DELETE', cookie: one.cookie });
  await ask(`${users}/${one.id}/permanenttokens/${third?.id}`, { method: 'DELETE', cookie });
  assert.equal(await count(), 6);
  await setBanned(house, two.id, true);
  assert.equal(await count({ isAnybodyBanned: true }), 3);
  await setBanned(house, two.id, false);
  assert.equal(await count(), 6);
  await ask(`${users}/${one.id}?successor=${two.id}`, { method: 'DELETE', cookie });
  assert.equal(await count(), 5);
  await ask(`${users}/${bot}`, { method: 'DELETE', cookie });
  assert.equal(await count(), 3);
});
