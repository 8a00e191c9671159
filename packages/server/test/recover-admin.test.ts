import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { administrator, ask } from '../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../test/harness/run-folder.ts';
import { openAuthority } from './harness/open-authority.ts';
import { createUser } from './harness/people.ts';
import { runBeside } from './harness/server-command.ts';

const house = await openAuthority();

async function recover(...words: readonly string[]) {
  const ended = await runBeside(house, 'recover-admin', ...words);
  const password = /^ {4}(\S+)$/m.exec(ended.stdout)?.[1];
  if (password !== undefined) rememberSecret(password);
  return { ...ended, password };
}

async function rolesOf(id: string, cookie: string): Promise<readonly string[]> {
  const { json } = await ask(`${house.url}/api/rest/users/${id}/projectroles?fields=role(key)`, { cookie });
  return json.projectroles.map((one: { role: { key: string } }) => one.role.key);
}

describe('recover-admin', () => {
  test('refuses a login that names nobody, and a bot, and changes nothing', async () => {
    const bot = await createUser(house, 'a-bot', { kind: 'bot' });
    for (const login of ['nobody', 'a-bot']) {
      const { code, stdout, stderr } = await recover(login);
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(stderr, /^login (names nobody|must be that of a person)/);
    }
    assert.deepEqual(await rolesOf(bot, house.cookie), ['observer']);
    assert.equal((await recover()).code, 2);
  });

  test('makes a banned user System Admin, with a password for one sign-in', async () => {
    const id = await createUser(house, 'locked-out');
    const ban = { method: 'POST', cookie: house.cookie, body: { banned: true } };
    assert.equal((await ask(`${house.url}/api/rest/users/${id}`, ban)).status, 200);
    const { code, password } = await recover('locked-out');
    assert.equal(code, 0);
    assert.ok((password?.length ?? 0) >= 20);
    const { json } = await ask(`${house.url}/api/rest/users/${id}?fields=banned`, { cookie: house.cookie });
    assert.equal(json.banned, false);
    assert.deepEqual((await rolesOf(id, house.cookie)).toSorted(), ['observer', 'system-admin']);
  });

  test('makes an account where a name is given', async () => {
    const { code, password } = await recover('--name', 'Somebody New', 'somebody-new');
    assert.equal(code, 0);
    assert.ok(password);
  });

  test('leaves its event in the log, by the authority itself', async () => {
    const { json } = await ask(`${house.url}/api/rest/events?$top=5`, { cookie: house.cookie });
    const recovered = json.events.filter(
      (event: { kind: string }) => event.kind === 'administrator.recovered',
    );
    assert.equal(recovered.length, 2);
    assert.equal(recovered[0].authorType, 'system');
  });

  test('ends the sessions of whom it recovers', async () => {
    assert.equal((await recover(administrator.login)).code, 0);
    const { status } = await ask(`${house.url}/api/rest/users/me`, { cookie: house.cookie });
    assert.equal(status, 401);
  });
});
