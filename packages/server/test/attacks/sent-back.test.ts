import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Answer, ask, issueToken, registerService } from '../../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';
import { openAuthority } from '../harness/open-authority.ts';
import { createUser } from '../harness/people.ts';
import { assertError, changesNothing } from '../harness/refused.ts';

/**
 * Clients read an entity, change a member and send all of it back. What they did not mean to change must not change,
 * and what was never theirs to choose is refused by its name, whatever it is set to.
 */
const house = await openAuthority();
const { url, cookie } = house;

const request = (method: string, path: string, body?: object): Promise<Answer> =>
  ask(`${url}/api/rest/${path}`, { method, cookie, ...(body && { body }) });

async function make(path: string, body: object): Promise<string> {
  const { status, json, text } = await request('POST', path, body);
  assert.equal(status, 200, text);
  return json.id;
}

const wiki = await registerService(url, cookie, 'wiki');
const parent = await make('usergroups', { name: 'Parent' });
const declare = async (key: string) => {
  await make(`services/${wiki.id}/permissions`, { key, name: key, description: 'x' });
  return `services/${wiki.id}/permissions/${key}`;
};
const permissions = [{ key: 'jetbrains.jetpass.project-delete' }];

interface Entity {
  /** Two of a kind, by the path at which each is read and changed. */
  readonly paths: readonly [string, string];
  /** Where it is read, if elsewhere. */
  readonly read?: (path: string) => string;
  readonly settable: readonly string[];
}

const entities: Readonly<Record<string, Entity>> = {
  'a person': {
    paths: [
      `users/${await createUser(house, 'jane', { email: 'jane@example.org' })}`,
      `users/${await createUser(house, 'john', { email: 'john@example.org' })}`,
    ],
    settable: [
      'login',
      'name',
      'profile',
      'banned',
      'banReason',
      'passwordChangeRequired',
      'owner',
      'purpose',
    ],
  },
  'a bot': {
    paths: [
      `users/${await createUser(house, 'robot', { kind: 'bot', purpose: 'builds' })}`,
      `users/${await createUser(house, 'other-robot', { kind: 'bot' })}`,
    ],
    settable: [
      'login',
      'name',
      'profile',
      'banned',
      'banReason',
      'passwordChangeRequired',
      'owner',
      'purpose',
    ],
  },
  'a group': {
    paths: [
      `usergroups/${await make('usergroups', { name: 'One', parent: { id: parent }, autoJoin: true })}`,
      `usergroups/${await make('usergroups', { name: 'Two', requiredTwoFactorAuthentication: true })}`,
    ],
    settable: [
      'name',
      'description',
      'parent',
      'autoJoin',
      'requiredTwoFactorAuthentication',
      'twoFactorRequiredFrom',
      'updaters',
    ],
  },
  'a role': {
    paths: [
      `roles/${await make('roles', { name: 'One', permissions })}`,
      `roles/${await make('roles', { name: 'Two' })}`,
    ],
    settable: ['name', 'key', 'description', 'permissions'],
  },
  'a project': {
    paths: [
      `projects/${await make('projects', { key: 'ONE', name: 'One' })}`,
      `projects/${await make('projects', { key: 'TWO', name: 'Two' })}`,
    ],
    settable: ['name', 'key', 'description'],
  },
  'a service': {
    paths: [
      `services/${(await registerService(url, cookie, 'one')).id}`,
      `services/${(await registerService(url, cookie, 'two')).id}`,
    ],
    settable: [
      'name',
      'key',
      'description',
      'homeUrl',
      'viewers',
      'trusted',
      'redirectUris',
      'authCodeFlowEnabled',
      'refreshTokensEnabled',
      'clientCredentialsFlowEnabled',
      'deviceFlowEnabled',
      'implicitFlowEnabled',
      'resourceOwnerFlowEnabled',
      'pkceRequired',
      'lenientVerifier',
      'embeddedSignIn',
      'strictProfile',
      'verdictMemory',
      'consentRequired',
      'accessTokenLifetime',
      'refreshTokenIdleLifetime',
      'refreshTokenLifetime',
    ],
  },
  'a permission': {
    paths: [await declare('Wiki.ONE'), await declare('Wiki.TWO')],
    read: (path) => path.replace(/^services\/[^/]+\//, ''),
    settable: ['name', 'description', 'implied'],
  },
};

for (const [what, { paths, read = (from: string) => from, settable }] of Object.entries(entities)) {
  describe(what, () => {
    const [path, otherPath] = paths;
    const seen = async (of: string): Promise<Record<string, unknown>> =>
      (await request('GET', read(of))).json;

    test('sent back as it was read is not another one', async () => {
      const before = await seen(path);
      await request('POST', path, before);
      assert.deepEqual(await seen(path), before);
    });

    test('sent back member by member is not another one', async () => {
      const before = await seen(path);
      for (const [member, value] of Object.entries(before)) {
        await request('POST', path, { [member]: value });
        assert.deepEqual(await seen(path), before, member);
      }
    });

    test('has members that nobody sets, to its own value or to that of another', async () => {
      const [own, other] = [await seen(path), await seen(otherPath)];
      const fixed = Object.keys(own).filter((member) => member !== 'type' && !settable.includes(member));
      assert.ok(fixed.includes('id') || fixed.includes('key'), `fixed are ${fixed}`);
      for (const member of fixed) {
        for (const value of [own[member], other[member], null]) {
          const answer = await changesNothing(house, () =>
            request('POST', path, { name: 'Renamed', [member]: value }),
          );
          assertError(answer, 400, member);
        }
      }
    });
  });
}

test('a token has nobody who changes it: not whose it is, not what it may, not how long', async () => {
  const owner = await createUser(house, 'owner');
  const { id, token } = await issueToken(url, cookie, ['0-0-0-0-0'], { expires: Date.now() + 600_000 });
  const path = `users/me/permanenttokens/${id}`;
  const before = (await request('GET', path)).json;
  const changes = [
    before,
    { user: { id: owner } },
    { author: { id: owner } },
    { scope: [{ id: wiki.id }] },
    { expires: null },
    { permissions: null },
    { grant: null, capped: false },
  ];
  for (const method of ['POST', 'PUT', 'PATCH']) {
    for (const body of changes) {
      for (const credential of [{ cookie }, { token }]) {
        const answer = await changesNothing(house, () =>
          ask(`${url}/api/rest/${path}`, { method, ...credential, body }),
        );
        assert.equal(answer.status, 405, answer.text);
      }
    }
  }
  assert.equal((await ask(`${url}/api/rest/users/me`, { token: rememberSecret(token) })).status, 200);
});
