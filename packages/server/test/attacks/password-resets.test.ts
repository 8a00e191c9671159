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

async function aLink(userId: string, author = cookie): Promise<string> {
  const answer = await ask(`${users}/${userId}/passwordReset`, { method: 'POST', cookie: author });
  assert.equal(answer.status, 200, answer.text);
  return rememberSecret(new URL(answer.json.link).searchParams.get('link') ?? '');
}

const use = (link: string, more: Readonly<Record<string, string>> = {}) =>
  postForm(`${url}/reset-password`, { link, newPassword: newPassword(), ...more });

/** Gives a role in Global; answers how it is taken again. */
async function give(userId: string, role: string): Promise<() => Promise<void>> {
  const path = `${users}/${userId}/projectroles`;
  const body = { role: { key: role }, project: { id: '0' } };
  const given = await ask(`${path}?fields=id`, { method: 'POST', cookie, body });
  assert.equal(given.status, 200, given.text);
  return async () => {
    const taken = await ask(`${url}/api/rest/projectroles/${given.json.id}`, { method: 'DELETE', cookie });
    assert.equal(taken.status, 200, taken.text);
  };
}

async function remove(userId: string): Promise<void> {
  const { status, text } = await ask(`${users}/${userId}`, { method: 'DELETE', cookie });
  assert.equal(status, 200, text);
}

let helpers = 0;

/** Somebody who holds a little more than every new account, Update User among it. */
async function aHelper() {
  const person = await createPerson(house, `helper-${++helpers}`);
  return { ...person, demote: await give(person.id, 'helpdesk') };
}

const updateUser = 'jetbrains.jetpass.user-update';
const helpdesk = { key: 'helpdesk', name: 'Helpdesk', permissions: [{ key: updateUser }] };
const made = await ask(`${url}/api/rest/roles`, { method: 'POST', cookie, body: helpdesk });
assert.equal(made.status, 200, made.text);

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

  test('says the same of a link that is unknown, spent, replaced, ended, outgrown or of somebody banned', async () => {
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
    await remove(deleted.id);
    const outgrown = await outgrownLinks();
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
      ...outgrown,
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

  test('is done with the link of a helper who could still make it, signed out or not', async () => {
    const helper = await aHelper();
    const person = await createPerson(house, 'heidi');
    const link = await aLink(person.id, helper.cookie);
    const { status } = await postForm(`${url}/sign-out`, {}, helper.cookie);
    assert.equal(status, 303);
    assert.equal((await ask(`${url}/reset-password?link=${link}`, {})).status, 200);
    assert.equal((await use(link)).status, 303);
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

/** Links of a helper who could not make them any more. */
async function outgrownLinks(): Promise<readonly string[]> {
  const person = async (name: string) => (await createPerson(house, `outgrown-${name}`)).id;
  const [promoted, demoted, banned, deleted] = [
    await aHelper(),
    await aHelper(),
    await aHelper(),
    await aHelper(),
  ];
  const risen = await person('risen');
  const ofRisen = await aLink(risen, promoted.cookie);
  await give(risen, 'system-admin');
  const again = await ask(`${users}/${risen}/passwordReset`, { method: 'POST', cookie: promoted.cookie });
  assert.equal(again.status, 403, 'a new one is refused as well');
  const ofDemoted = await aLink(await person('of-demoted'), demoted.cookie);
  await demoted.demote();
  const ofBanned = await aLink(await person('of-banned'), banned.cookie);
  await setBanned(house, banned.id, true);
  const ofDeleted = await aLink(await person('of-deleted'), deleted.cookie);
  await remove(deleted.id);
  return [ofRisen, ofDemoted, ofBanned, ofDeleted];
}
