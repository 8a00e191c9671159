import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Ask, ask, issueToken, signIn } from '../../../../test/harness/rest-client.ts';
import { openAuthority } from '../harness/open-authority.ts';
import { createPerson, type Person } from '../harness/people.ts';
import { assertError } from '../harness/refused.ts';
import { lastAuditNumber, readAuditEvents } from '../harness/rows.ts';

const house = await openAuthority();
const { url, cookie, databaseFile } = house;
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0';

const sessions = (userId: string, as: Ask) => ask(`${url}/api/rest/users/${userId}/sessions`, as);
const end = (path: string, as: Ask) => ask(`${url}/api/rest/users/${path}`, { ...as, method: 'DELETE' });
const isIn = async (as: string) => (await ask(`${url}/api/rest/users/me`, { cookie: as })).status === 200;
const idOf = async (as: string): Promise<string> => {
  const { json } = await sessions('me', { cookie: as });
  return json.sessions.find(({ current }: { readonly current: boolean }) => current).id;
};
const again = ({ login, password }: Person) => signIn(url, login, password);

describe('where somebody is signed in', () => {
  test('is listed with device, address and times, this one first, and nothing that opens it', async () => {
    const person = await createPerson(house, 'listed');
    const form = new URLSearchParams({ login: person.login, password: person.password }).toString();
    const answer = await ask(`${url}/sign-in`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'sec-fetch-site': 'same-origin',
        'user-agent': firefox,
      },
      body: form,
    });
    const here = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    await ask(`${url}/api/rest/users/me`, { cookie: person.cookie });
    const { json, text } = await sessions('me', { cookie: here });
    assert.deepEqual([json.type, json.total, json.sessions.length], ['SessionsPage', 2, 2]);
    const [current, other] = json.sessions;
    const { id, creationTime, lastAccessTime, ...plain } = current;
    assert.deepEqual(plain, {
      type: 'session',
      device: 'Firefox on Linux',
      userAgent: firefox,
      address: '127.0.0.1',
      current: true,
      secondFactor: false,
    });
    assert.ok(typeof id === 'string' && lastAccessTime >= creationTime);
    assert.deepEqual([other.current, other.device], [false, 'node']);
    for (const one of [here, person.cookie]) assert.ok(!text.includes(one.slice(one.indexOf('=') + 1)));
    assert.ok(!text.includes('hash'));
  });

  test('is known to the user and to who may read users in full, by a token too', async () => {
    const [person, other] = [await createPerson(house, 'known'), await createPerson(house, 'curious')];
    assert.equal((await sessions(person.id, { cookie })).json.sessions[0].current, false);
    const { token } = await issueToken(url, person.cookie, ['0-0-0-0-0']);
    const byToken = (await sessions('me', { token })).json.sessions;
    assert.deepEqual(
      byToken.map(({ current }: { readonly current: boolean }) => current),
      [false],
    );
    assertError(await sessions(person.id, { cookie: other.cookie }), 403);
    assertError(await sessions(person.id, {}), 401);
    assertError(await sessions('9c1f4d1e-0000-4000-8000-00000000dead', { cookie }), 404);
  });
});

describe('a session that is ended', () => {
  test('is refused by the very next request, and others go on', async () => {
    const person = await createPerson(house, 'twice');
    const elsewhere = await again(person);
    const before = lastAuditNumber(databaseFile);
    const id = await idOf(elsewhere);
    assert.equal((await end(`me/sessions/${id}`, { cookie: person.cookie })).status, 200);
    assert.deepEqual([await isIn(elsewhere), await isIn(person.cookie)], [false, true]);
    assertError(await end(`me/sessions/${id}`, { cookie: person.cookie }), 404);
    const events = readAuditEvents(databaseFile, before).filter(({ kind }) => kind === 'session.ended');
    assert.equal(events.length, 1);
  });

  test('goes with all the others but this one when somebody signs out everywhere else', async () => {
    const person = await createPerson(house, 'everywhere');
    const others = [await again(person), await again(person)];
    const before = lastAuditNumber(databaseFile);
    const answer = await end('me/sessions?except=current', { cookie: person.cookie });
    assert.equal(answer.status, 200);
    for (const other of others) assert.equal(await isIn(other), false);
    assert.equal(await isIn(person.cookie), true);
    assert.deepEqual(
      readAuditEvents(databaseFile, before).map(({ kind }) => kind),
      ['session.ended', 'session.ended'],
    );
    assertError(await end('me/sessions?except=current', { cookie: person.cookie }), 404);
  });

  test('of somebody else is ended by who may change users, and by nobody else', async () => {
    const [person, other] = [await createPerson(house, 'ended'), await createPerson(house, 'meddler')];
    const id = await idOf(person.cookie);
    for (const path of [`${person.id}/sessions/${id}`, `${person.id}/sessions`])
      assertError(await end(path, { cookie: other.cookie }), 403);
    // Through an account that is one's own, the session of somebody else is not there.
    assertError(await end(`me/sessions/${id}`, { cookie: other.cookie }), 404);
    assert.equal(await isIn(person.cookie), true);
    assert.equal((await end(`${person.id}/sessions`, { cookie })).status, 200);
    assert.equal(await isIn(person.cookie), false);
  });

  test('is never chosen by a word that means nothing here', async () => {
    const person = await createPerson(house, 'wordy');
    const refused = [
      await end('me/sessions?except=others', { cookie: person.cookie }),
      await end('me/sessions?except=current&except=current', { cookie: person.cookie }),
      await end(`${person.id}/sessions?except=current`, { cookie }),
    ];
    for (const answer of refused) {
      assertError(answer, 400);
      assert.equal(answer.json.error_field, 'except');
    }
    assert.equal(await isIn(person.cookie), true);
  });
});
