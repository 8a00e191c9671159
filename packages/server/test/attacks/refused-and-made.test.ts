import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Answer, ask, issueToken, registerService } from '../../../../test/harness/rest-client.ts';
import { openAuthority } from '../harness/open-authority.ts';
import { createUser } from '../harness/people.ts';
import { assertError, changesNothing } from '../harness/refused.ts';

/** An answer is an error or a result. What is answered with an error was not made, ended or replaced behind it. */
const house = await openAuthority();
const { url, cookie } = house;
const wiki = await registerService(url, cookie, 'wiki');
const victim = await createUser(house, 'victim');
const victimToken = await issueToken(url, cookie, ['0-0-0-0-0'], { userId: victim });

async function make(path: string, body: object): Promise<string> {
  return (await ask(`${url}/api/rest/${path}`, { method: 'POST', cookie, body })).json.id;
}

const role = await make('roles', { name: 'Role' });
const group = await make('usergroups', { name: 'Group' });
const project = await make('projects', { key: 'P', name: 'Project' });
const given = { role: { id: role }, project: { id: project } };
await make(`services/${wiki.id}/permissions`, { key: 'Wiki.ACT', name: 'Act' });

/** Requests that would be granted, each of them answered with the entity that it makes or changes. */
const requests: Readonly<Record<string, readonly [path: string, body: object]>> = {
  'a token': ['users/me/permanenttokens', { name: 'x', scope: [{ id: wiki.id }] }],
  'a token on behalf': [`users/${victim}/permanenttokens`, { name: 'x', scope: [{ id: wiki.id }] }],
  'a user': ['users', { login: 'new', name: 'New' }],
  'a change of a user': [`users/${victim}`, { name: 'Changed' }],
  'a ban': [`users/${victim}`, { banned: true }],
  'a service': ['services', { name: 'New', key: 'new' }],
  'a new secret of a service': [`services/${wiki.id}/secret`, {}],
  'a change of a service': [`services/${wiki.id}`, { name: 'Changed' }],
  'a permission': [`services/${wiki.id}/permissions`, { key: 'Wiki.NEW', name: 'New' }],
  'a change of a permission': [`services/${wiki.id}/permissions/Wiki.ACT`, { name: 'Changed' }],
  'a role': ['roles', { name: 'New' }],
  'a change of a role': [`roles/${role}`, { name: 'Changed' }],
  'a permission in a role': [`roles/${role}/permissions`, { key: 'Wiki.ACT' }],
  'a group': ['usergroups', { name: 'New' }],
  'a change of a group': [`usergroups/${group}`, { name: 'Changed' }],
  'a member, by the group': [`usergroups/${group}/users`, { id: victim }],
  'a member, by the user': [`users/${victim}/groups`, { id: group }],
  'a project': ['projects', { key: 'NEW', name: 'New' }],
  'a change of a project': [`projects/${project}`, { name: 'Changed' }],
  'a role given to a user': [`users/${victim}/projectroles`, given],
  'a role given to a group': [`usergroups/${group}/projectroles`, given],
};

const isSecret = /csn_\w+_|"(token|secret)"/;

async function refusedWhole(path: string, query: string, send: object, field: string): Promise<void> {
  const answer: Answer = await changesNothing(house, () =>
    ask(`${url}/api/rest/${path}?${query}`, { method: 'POST', cookie, ...send }),
  );
  assertError(answer, 400, field);
  assert.doesNotMatch(answer.text, isSecret);
}

for (const [what, [path, body]] of Object.entries(requests)) {
  test(`${what} is not made when its answer cannot be given as asked`, async () => {
    for (const query of ['fields=a(b', 'fields=id&fields=id', `fields=${'a('.repeat(40)}`])
      await refusedWhole(path, query, { body }, 'fields');
  });
}

test('after all of them the secret and the token of before are still good, and each request is granted', async () => {
  const check = await ask(`${url}/api/rest/users/me`, { token: victimToken.token });
  assert.equal(check.status, 200);
  const basic = `Basic ${btoa(`${wiki.id}:${wiki.secret}`)}`;
  const headers = { authorization: basic, 'content-type': 'application/x-www-form-urlencoded' };
  const asked = { method: 'POST', headers, body: 'token=x' };
  assert.equal((await ask(`${url}/api/rest/oauth2/introspect`, asked)).status, 200);
  for (const [what, [path, body]] of Object.entries(requests)) {
    const { status, text } = await ask(`${url}/api/rest/${path}?fields=id`, { method: 'POST', cookie, body });
    assert.ok(status === 200 || (what === 'a member, by the user' && status === 409), `${what}: ${text}`);
  }
});
