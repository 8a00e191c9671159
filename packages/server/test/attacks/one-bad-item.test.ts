import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Answer, ask, issueToken, registerService } from '../../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';
import { openAuthority } from '../harness/open-authority.ts';
import { createPerson } from '../harness/people.ts';
import { assertError, changesNothing } from '../harness/refused.ts';

/**
 * A list is as good as its worst item. Each list that a body can hold is sent with three good items and a bad one, in
 * each of the four places: a check that looks at one of them several times would let one through.
 */
const house = await openAuthority();
const { url, cookie } = house;
const absentId = '9c1f4d1e-0000-4000-8000-00000000dead';
const authorityId = '0-0-0-0-0';
const jetpass = (name: string) => `jetbrains.jetpass.${name}`;

async function make(path: string, body: object): Promise<string> {
  const answer = await ask(`${url}/api/rest/${path}`, { method: 'POST', cookie, body });
  assert.equal(answer.status, 200, answer.text);
  if (answer.json.secret !== undefined) rememberSecret(answer.json.secret);
  return answer.json.id ?? answer.json.key;
}

const three = <Made>(makeOne: (index: number) => Promise<Made>) => Promise.all([1, 2, 3].map(makeOne));
const groups = await three((index) => make('usergroups', { name: `Plain ${index}` }));
const projects = await three((index) => make('projects', { key: `P${index}`, name: `Project ${index}` }));
const services = await three((index) => registerService(url, cookie, `service-${index}`));
const wiki = await registerService(url, cookie, 'wiki');
const pages = await three(async (index) => {
  const key = `Wiki.PAGE_${index}`;
  await make(`services/${wiki.id}/permissions`, { key, name: key });
  return key;
});
const strange = await registerService(url, cookie, 'strange');
await make(`services/${strange.id}/permissions`, { key: 'Strange.ACT', name: 'Act' });
const hidden = await make('services', { name: 'hidden', key: 'hidden', viewers: [] });

/** Who makes accounts, groups' members, roles and services, and holds nothing else. */
const clerk = await createPerson(house, 'clerk');
const clerkRole = await make('roles', {
  name: 'Clerk',
  permissions: ['user-create', 'user-read-basic', 'group-update', 'role-update', 'profile-updateSelf'].map(
    (name) => ({ key: jetpass(name) }),
  ),
});
await make(`users/${clerk.id}/projectroles`, { role: { id: clerkRole }, project: { id: '0' } });
const strongGroup = await make('usergroups', { name: 'Strong' });
const strongRole = await make('roles', {
  name: 'Destroyer',
  permissions: [{ key: jetpass('project-delete') }],
});
await make(`usergroups/${strongGroup}/projectroles`, { role: { id: strongRole }, project: { id: '0' } });
const short = await issueToken(url, cookie, [authorityId, ...services.slice(0, 2).map(({ id }) => id)]);

let names = 0;
const fresh = (prefix: string) => `${prefix}-${++names}`;
const role = await make('roles', { name: 'Changed', permissions: [] });
const group = await make('usergroups', { name: 'Changed' });
const declared = 'Wiki.CHANGED';
await make(`services/${wiki.id}/permissions`, { key: declared, name: 'Changed' });

interface List {
  readonly path: string;
  readonly field: string;
  readonly body: () => object;
  readonly good: readonly object[];
  readonly bad: Readonly<Record<string, unknown>>;
  readonly as?: { readonly cookie?: string; readonly token?: string };
  /** Where the items are good and one is more than the caller may give. */
  readonly status?: 403;
}

const tokens = 'users/me/permanenttokens';
const ids = (items: readonly string[]) => items.map((id) => ({ id }));
const keys = (items: readonly string[]) => items.map((key) => ({ key }));
const notThere = { 'one that is not there': { id: absentId }, null: null, 'an empty one': {} };
const noPermission = { 'one that is not there': { key: 'Wiki.NOTHING' }, null: null, 'an empty one': {} };
const aToken = () => ({ name: fresh('token'), scope: [{ id: wiki.id }] });

const lists: Readonly<Record<string, List>> = {
  'the services of a new token': {
    path: tokens,
    field: 'scope',
    body: aToken,
    good: ids(services.map(({ id }) => id)),
    bad: notThere,
  },
  'the services of a new token, one of them hidden from its maker': {
    path: tokens,
    field: 'scope',
    body: aToken,
    good: ids(services.map(({ id }) => id)),
    bad: { 'a hidden one': { id: hidden } },
    as: { cookie: clerk.cookie },
  },
  'the services of a token made with a token': {
    path: tokens,
    field: 'scope',
    body: aToken,
    good: ids([authorityId, ...services.slice(0, 2).map(({ id }) => id)]),
    bad: { 'one that its maker is not for': { id: services[2]?.id } },
    as: { token: short.token },
    status: 403,
  },
  'the permissions of a narrowed token': {
    path: tokens,
    field: 'permissions',
    body: aToken,
    good: keys(pages),
    bad: { ...noPermission, 'one of a service outside the scope': { key: 'Strange.ACT' } },
  },
  'the projects of a narrowed token': {
    path: tokens,
    field: 'projects',
    body: aToken,
    good: ids(projects),
    bad: { ...notThere, Global: { id: '0' } },
  },
  'the groups of a new account': {
    path: 'users',
    field: 'groups',
    body: () => ({ login: fresh('login'), name: 'New' }),
    good: ids(groups),
    bad: { ...notThere, 'a built-in one': { id: '0-0-0-0-2' } },
  },
  'the groups of a new account, one of them giving more than its maker holds': {
    path: 'users',
    field: 'groups',
    body: () => ({ login: fresh('login'), name: 'New' }),
    good: ids(groups),
    bad: { 'a strong one': { id: strongGroup } },
    as: { cookie: clerk.cookie },
    status: 403,
  },
  'the permissions of a new role': {
    path: 'roles',
    field: 'permissions',
    body: () => ({ name: fresh('role') }),
    good: keys(pages),
    bad: noPermission,
  },
  'the permissions of a new role, one of which its maker lacks': {
    path: 'roles',
    field: 'permissions',
    body: () => ({ name: fresh('role') }),
    good: keys([jetpass('user-create'), jetpass('user-read-basic'), jetpass('profile-updateSelf')]),
    bad: { 'a strong one': { key: jetpass('project-delete') } },
    as: { cookie: clerk.cookie },
    status: 403,
  },
  'the permissions of a role that is changed': {
    path: `roles/${role}`,
    field: 'permissions',
    body: () => ({}),
    good: keys(pages),
    bad: noPermission,
  },
  'the viewers of a new service': {
    path: 'services',
    field: 'viewers',
    body: () => ({ name: 'New', key: fresh('new') }),
    good: ids(groups),
    bad: notThere,
  },
  'the viewers of a service that is changed': {
    path: `services/${strange.id}`,
    field: 'viewers',
    body: () => ({}),
    good: ids(groups),
    bad: notThere,
  },
  'the managers of a group': {
    path: `usergroups/${group}`,
    field: 'updaters',
    body: () => ({}),
    good: ids(groups),
    bad: notThere,
  },
  'what a new permission implies': {
    path: `services/${wiki.id}/permissions`,
    field: 'implied',
    body: () => ({ key: fresh('Wiki.NEW'), name: 'New' }),
    good: keys(pages),
    bad: { ...noPermission, "another service's": { key: 'Strange.ACT' } },
  },
  'what a permission that is changed implies': {
    path: `services/${wiki.id}/permissions/${declared}`,
    field: 'implied',
    body: () => ({}),
    good: keys(pages),
    bad: { ...noPermission, "another service's": { key: 'Strange.ACT' }, itself: { key: declared } },
  },
};

for (const [what, list] of Object.entries(lists)) {
  describe(`of ${what}`, () => {
    const send = async (items: readonly unknown[]): Promise<Answer> => {
      const answer = await ask(`${url}/api/rest/${list.path}`, {
        method: 'POST',
        ...(list.as ?? { cookie }),
        body: { ...list.body(), [list.field]: items },
      });
      if (answer.status === 200)
        for (const secret of [answer.json.token, answer.json.secret])
          if (secret !== undefined) rememberSecret(secret);
      return answer;
    };

    for (const [kind, bad] of Object.entries(list.bad)) {
      test(`each item counts, wherever it stands: ${kind}`, async () => {
        for (let place = 0; place <= list.good.length; place++) {
          const items = list.good.toSpliced(place, 0, bad as object);
          const answer = await changesNothing(house, () => send(items));
          assertError(answer, list.status ?? 400);
          if (list.status === undefined)
            assert.match(answer.json.error_field, new RegExp(`^${list.field}\\.${place}(\\.|$)`));
        }
      });
    }

    test('all good ones are taken', async () => {
      const answer = await send(list.good);
      assert.equal(answer.status, 200, answer.text);
    });
  });
}
