import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ask, issueToken, postForm } from '../../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';
import { openAuthority } from '../harness/open-authority.ts';
import { createPerson, setBanned } from '../harness/people.ts';
import { changesNothing } from '../harness/refused.ts';

/** What went wrong elsewhere with the reset of passwords: what it leaves standing, and what it gives away. */
const house = await openAuthority();
const { url, cookie } = house;
const users = `${url}/api/rest/users`;
let passwords = 0;
const newPassword = () => rememberSecret(`canary ferryman number ${++passwords} at the landing`);

async function aLink(userId: string): Promise<string> {
  const answer = await ask(`${users}/${userId}/passwordReset`, { method: 'POST', cookie });
  assert.equal(answer.status, 200, answer.text);
  return rememberSecret(new URL(answer.json.link).searchParams.get('link') ?? '');
}

const use = (link: string, more: Readonly<Record<string, string>> = {}) =>
  postForm(`${url}/reset-password`, { link, newPassword: newPassword(), ...more });

describe('the reset of a password', () => {
  test('leaves no session, and no token unless its owner keeps them', async () => {
    const jane = await createPerson(house, 'jane');
    const { token } = await issueToken(url, jane.cookie, ['0-0-0-0-0']);
    assert.equal((await use(await aLink(jane.id))).status, 303);
    assert.equal((await ask(`${users}/me`, { cookie: jane.cookie })).status, 401);
    assert.equal((await ask(`${users}/me`, { token })).status, 200, 'kept, as the form said');

    const bob = await createPerson(house, 'bob');
    const lost = await issueToken(url, bob.cookie, ['0-0-0-0-0']);
    const link = await aLink(bob.id);
    const page = await ask(`${url}/reset-password?link=${link}`, {});
    assert.match(page.text, /name="endTokens"\s+checked/, 'ending them is what is offered');
    assert.equal((await use(link, { endTokens: 'on' })).status, 303);
    assert.equal((await ask(`${users}/me`, { cookie: bob.cookie })).status, 401);
    assert.equal((await ask(`${users}/me`, { token: lost.token })).status, 401);
    const before = await postForm(`${url}/sign-in`, { login: bob.login, password: bob.password });
    assert.equal(before.status, 403, 'the old password is worth nothing');
  });

  test('says the same of a link that is unknown, spent, replaced, ended or of somebody banned', async () => {
    const person = await createPerson(house, 'carol');
    const spent = await aLink(person.id);
    assert.equal((await use(spent)).status, 303);
    const replaced = await aLink(person.id);
    const revoked = await aLink(person.id);
    await ask(`${users}/${person.id}/revokeEverything`, { method: 'POST', cookie });
    const banned = await createPerson(house, 'dave');
    const ofBanned = await aLink(banned.id);
    await setBanned(house, banned.id, true);
    const changed = await createPerson(house, 'erin');
    const ofChanged = await aLink(changed.id);
    await ask(`${url}/api/rest/userdetails/${changed.id}`, {
      method: 'POST',
      cookie: changed.cookie,
      body: { password: { value: newPassword(), oldValue: changed.password } },
    });
    const deleted = await createPerson(house, 'frank');
    const ofDeleted = await aLink(deleted.id);
    assert.equal((await ask(`${users}/${deleted.id}`, { method: 'DELETE', cookie })).status, 200);
    const session = changed.cookie.slice(changed.cookie.indexOf('=') + 1);

    const unknown = '';
    const expected = [await ask(`${url}/reset-password?link=${unknown}`, {}), await use(unknown)];
    for (const { status } of expected) assert.equal(status, 404);
    for (const link of [
      spent,
      replaced,
      revoked,
      ofBanned,
      ofChanged,
      ofDeleted,
      session,
      'x'.repeat(9_000),
    ]) {
      const [seen, used] = await changesNothing(house, async () => [
        await ask(`${url}/reset-password?link=${encodeURIComponent(link.slice(0, 2_000))}`, {}),
        await use(link),
      ]);
      assert.equal(seen?.text, expected[0]?.text);
      assert.equal(used?.text, expected[1]?.text);
      assert.deepEqual([seen?.status, used?.status], [404, 404]);
    }
    // Lifting the ban brings no link back.
    await setBanned(house, banned.id, false);
    assert.equal((await use(ofBanned)).status, 404);
  });

  test('spends nothing by looking, and takes no password from the address', async () => {
    const person = await createPerson(house, 'grace');
    const link = await aLink(person.id);
    const wanted = newPassword();
    for (const query of [`link=${link}`, `link=${link}&newPassword=${encodeURIComponent(wanted)}`]) {
      const { status } = await changesNothing(house, () => ask(`${url}/reset-password?${query}`, {}));
      assert.equal(status, 200);
    }
    const elsewhere = await ask(`${url}/reset-password`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: 'https://evil.example',
        'sec-fetch-site': 'cross-site',
      },
      body: `link=${link}&newPassword=${encodeURIComponent(wanted)}`,
    });
    assert.equal(elsewhere.status, 403);
    assert.equal((await use(link)).status, 303);
  });
});
