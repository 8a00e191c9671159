import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type EndpointId, endpoints } from '@countersign/api';
import type { User } from '@countersign/core';
import { appCode } from '../../../../test/harness/app-code.ts';
import { type Answer, administrator, ask, issueToken, signIn } from '../../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';
import {
  addBot,
  addFactor,
  addGroup,
  addProject,
  addSomebody,
  addUser,
  declare,
  fresh,
  type Somebody,
  signedIn,
} from '../harness/household.ts';
import { type House, openHouse } from '../harness/open-house.ts';
import { assertError, changesNothing } from '../harness/refused.ts';

const house: House = await openHouse();
const { url, administratorId, authority } = house;
const databaseFile = `${authority.settings.data.directory}/countersign.db`;
const ada = await authority.store.tables.users.find(administratorId);
assert.ok(ada !== undefined);
/** A session of the administrator that was opened eleven minutes ago, and one of nine. */
const sessionsOf = async (user: User): Promise<Sessions> => ({
  old: await signedIn(house, user, 11),
  young: await signedIn(house, user, 9),
});
const { old, young } = await sessionsOf(ada);
const { token } = await issueToken(url, house.cookie, ['0-0-0-0-0']);

interface Act {
  readonly method: 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: object;
  /** Whose it is to do, where it is not the administrator's. */
  readonly of?: Sessions;
}

interface Sessions {
  readonly old: Somebody;
  readonly young: Somebody;
}

const send = ({ method, path, body }: Act, as: { cookie?: string; token?: string }): Promise<Answer> =>
  ask(`${url}/api/rest/${path}`, { method, ...as, ...(body !== undefined && { body }) });
const post = (path: string, body: object): Act => ({ method: 'POST', path, body });
const remove = (path: string): Act => ({ method: 'DELETE', path });

const person = async () => (await addUser(house, fresh('person'))).id;
const group = () => addGroup(house, fresh('group'));
const role = async () => (await make('roles', { name: fresh('role') })).id;
const service = async () => (await make('services', { name: fresh('service'), key: fresh('service') })).id;
/** An address that was refused as it is not registered, by its path below that of the service. */
async function aRefusedAddress(id: string): Promise<string> {
  await make(`services/${id}`, { redirectUris: ['https://a.test/'], authCodeFlowEnabled: true });
  const asked = { client_id: id, response_type: 'code', redirect_uri: 'https://b.test/', scope: 'openid' };
  await ask(`${url}/api/rest/oauth2/auth?${new URLSearchParams(asked)}`);
  const { json } = await ask(`${url}/api/rest/services/${id}/untrustedredirecturis`, {
    cookie: house.cookie,
  });
  return `untrustedredirecturis/${json.untrustedredirecturis[0].id}`;
}

/** The secret before the one in force, still good. */
async function anEarlierSecret(id: string): Promise<string> {
  await make(`services/${id}/secret`, { overlap: 3_600 });
  const { json } = await ask(`${url}/api/rest/services/${id}/secrets`, { cookie: house.cookie });
  return json.secrets[1].id;
}

const given = async () =>
  (await make(`users/${await person()}/projectroles`, { role: { id: await role() }, project: { id: '0' } }))
    .id;

async function make(path: string, body: object): Promise<{ readonly id: string }> {
  const answer = await send(post(path, body), { cookie: house.cookie });
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
}

/** What makes a credential, raises somebody or ends them, made anew for each attempt. */
const guarded: Partial<Record<EndpointId, () => Promise<Act>>> = {
  'users.create': async () => post('users', { login: fresh('made'), name: 'Made' }),
  'users.update': async () => post(`users/${await person()}`, { banned: true }),
  'users.delete': async () => remove(`users/${await person()}`),
  'users.addGroup': async () => post(`users/${await person()}/groups`, { id: await group() }),
  'users.removeGroup': async () => {
    const member = await person();
    return remove(`users/${member}/groups/${await addGroup(house, fresh('group'), { members: [member] })}`);
  },
  'passwordReset.issue': async () => post(`users/${await person()}/passwordReset`, {}),
  'users.revokeEverything': async () => post(`users/${await person()}/revokeEverything`, {}),
  'applicationPasswords.create': async () => {
    const user = await addUser(house, fresh('double'));
    await addFactor(house, user.id);
    const of = await sessionsOf(user);
    return { ...post('users/me/applicationPasswords', { name: fresh('program') }), of };
  },
  'twoFactorAuthentication.start': async () => {
    const of = await sessionsOf(await addUser(house, fresh('single')));
    return { ...post('users/me/twoFactorAuthentication', {}), of };
  },
  'twoFactorAuthentication.confirm': async () => {
    const of = await sessionsOf(await addUser(house, fresh('single')));
    const { json } = await send(post('users/me/twoFactorAuthentication', {}), of.young);
    const code = appCode(rememberSecret(json.secretKey));
    return { ...post('users/me/twoFactorAuthentication/confirm', { code }), of };
  },
  'twoFactorAuthentication.turnOff': async () => {
    const { id } = await addUser(house, fresh('double'));
    await addFactor(house, id);
    return remove(`users/${id}/twoFactorAuthentication`);
  },
  'groups.update': async () => post(`usergroups/${await group()}`, { parent: { id: await group() } }),
  'groups.delete': async () => remove(`usergroups/${await group()}`),
  'groups.addUser': async () => post(`usergroups/${await group()}/users`, { id: await person() }),
  'groups.removeUser': async () => {
    const member = await person();
    return remove(
      `usergroups/${await addGroup(house, fresh('group'), { members: [member] })}/users/${member}`,
    );
  },
  'permanentTokens.create': async () =>
    post('users/me/permanenttokens', { name: fresh('token'), scope: [{ id: '0-0-0-0-0' }] }),
  'services.create': async () => post('services', { name: fresh('service'), key: fresh('service') }),
  'services.rotateSecret': async () => post(`services/${await service()}/secret`, {}),
  'services.endSecret': async () => {
    const id = await service();
    return remove(`services/${id}/secrets/${await anEarlierSecret(id)}`);
  },
  'services.endRefreshTokens': async () => remove(`services/${await service()}/refreshtokens`),
  'services.acceptUntrustedRedirectUri': async () => {
    const id = await service();
    return post(`services/${id}/${await aRefusedAddress(id)}/accept`, {});
  },
  'services.update': async () => post(`services/${await service()}`, { viewers: [{ id: await group() }] }),
  'services.delete': async () => remove(`services/${await service()}`),
  'services.updatePermission': async () => {
    const id = await service();
    const [one, other] = [
      await declare(house, id, `${fresh('Wiki')}.READ`),
      await declare(house, id, `${fresh('Wiki')}.WRITE`),
    ];
    return post(`services/${id}/permissions/${other}`, { implied: [{ key: one }] });
  },
  'services.withdrawPermission': async () => {
    const id = await service();
    return remove(`services/${id}/permissions/${await declare(house, id, `${fresh('Wiki')}.READ`)}`);
  },
  'roles.update': async () => post(`roles/${await role()}`, { permissions: [] }),
  'roles.delete': async () => remove(`roles/${await role()}`),
  'roles.addPermission': async () =>
    post(`roles/${await role()}/permissions`, { key: 'jetbrains.jetpass.project-read-basic' }),
  'roles.removePermission': async () => {
    const key = 'jetbrains.jetpass.project-read-basic';
    const { id } = await make('roles', { name: fresh('role'), permissions: [{ key }] });
    return remove(`roles/${id}/permissions/${key}`);
  },
  'projects.delete': async () => remove(`projects/${await addProject(house, fresh('P').replace('-', ''))}`),
  'projectRoles.delete': async () => remove(`projectroles/${await given()}`),
  'projectRoles.giveToUser': async () =>
    post(`users/${await person()}/projectroles`, { role: { id: await role() }, project: { id: '0' } }),
  'projectRoles.giveToGroup': async () =>
    post(`usergroups/${await group()}/projectroles`, { role: { id: await role() }, project: { id: '0' } }),
};

/** What gives nobody anything that they lacked, or ends a credential, which must never have to wait. */
const free: readonly EndpointId[] = [
  'services.dismissUntrustedRedirectUri',
  'sessions.end',
  'sessions.endAll',
  'groups.create',
  'permanentTokens.revoke',
  'applicationPasswords.revoke',
  'refreshTokens.revoke',
  'approvedScopes.revoke',
  'notices.dismiss',
  'services.declarePermission',
  'roles.create',
  'projects.create',
  'projects.update',
];

test('of every endpoint that changes something it is said whether it needs a recent sign-in', () => {
  // The own password is tested below: there is nothing of it that an administrator may change. Applications register
  // themselves with a token, and in no session.
  const elsewhere = ['userDetails.update', 'clients.register'];
  const decided = [...Object.keys(guarded), ...free, ...elsewhere].toSorted();
  const changing = endpoints.filter(({ mutates }) => mutates).map(({ id }) => id);
  assert.deepEqual(decided, changing.toSorted());
});

describe('in a session that was opened more than ten minutes ago', () => {
  for (const [id, prepare] of Object.entries(guarded)) {
    test(`${id} is refused and changes nothing, and is done after signing in again`, async () => {
      const act = await prepare();
      const by = act.of ?? { old, young };
      const refused = await changesNothing({ databaseFile }, () => send(act, { cookie: by.old.cookie }));
      assertError(refused, 403);
      assert.equal(refused.json.error, 'authentication_too_old', refused.text);
      const done = await send(act, { cookie: by.young.cookie });
      assert.equal(done.status, 200, done.text);
    });
  }

  for (const [what, prepare] of [
    ['the login', async () => post(`users/${await person()}`, { login: fresh('login') })],
    [
      'the e-mail address',
      async () => post(`users/${await person()}`, { email: `${fresh('x')}@example.org` }),
    ],
    ['the own e-mail address', async () => post('users/me', { email: `${fresh('me')}@example.org` })],
    [
      'that a password must be replaced',
      async () => post(`users/${await person()}`, { passwordChangeRequired: true }),
    ],
    [
      'who answers for a bot',
      async () => {
        const bot = await addBot(house, fresh('bot'), administratorId);
        return post(`users/${bot.id}`, { owner: { id: await person() } });
      },
    ],
    [
      'that a group requires a second factor',
      async () => post(`usergroups/${await group()}`, { requiredTwoFactorAuthentication: true }),
    ],
    [
      'from when on a group requires a second factor',
      async () => {
        const id = await group();
        const required = { requiredTwoFactorAuthentication: true };
        const soon = { ...required, twoFactorRequiredFrom: Date.now() + 1e9 };
        assert.equal((await send(post(`usergroups/${id}`, soon), { cookie: young.cookie })).status, 200);
        return post(`usergroups/${id}`, { ...required, twoFactorRequiredFrom: Date.now() + 1e11 });
      },
    ],
    [
      'where a service is at home',
      async () => post(`services/${await service()}`, { homeUrl: 'https://evil.example/' }),
    ],
    [
      'where a service is sent answers',
      async () => post(`services/${await service()}`, { redirectUris: ['https://evil.example/'] }),
    ],
    [
      'how a service takes part in OAuth',
      async () => post(`services/${await service()}`, { consentRequired: false }),
    ],
    ['that newcomers join a group', async () => post(`usergroups/${await group()}`, { autoJoin: true })],
    [
      'who manages a group',
      async () => post(`usergroups/${await group()}`, { updaters: [{ id: await group() }] }),
    ],
  ] as const) {
    test(`${what} does not change`, async () => {
      const act = await prepare();
      const refused = await changesNothing({ databaseFile }, () => send(act, { cookie: old.cookie }));
      assert.equal(refused.json.error, 'authentication_too_old', refused.text);
      const done = await send(act, { cookie: young.cookie });
      assert.equal(done.status, 200, done.text);
    });
  }

  test('names and descriptions change, and credentials end', async () => {
    const somebody = await addSomebody(house, fresh('ended'));
    const issued = await issueToken(url, somebody.cookie, ['0-0-0-0-0']);
    for (const act of [
      post(`users/${somebody.id}`, { name: 'Renamed' }),
      post(`usergroups/${await group()}`, { description: 'Of nothing' }),
      post(`services/${await service()}`, { description: 'Of nothing' }),
      remove(`users/${somebody.id}/permanenttokens/${issued.id}`),
      remove(`users/${somebody.id}/sessions`),
    ]) {
      const answer = await send(act, { cookie: old.cookie });
      assert.equal(answer.status, 200, `${act.path}: ${answer.text}`);
    }
  });

  test('nobody is asked to sign in for what they may not do, or have mistyped', async () => {
    const weak = await signedIn(house, await addUser(house, fresh('weak')), 11);
    const forbidden = await send(remove(`users/${administratorId}`), weak);
    assert.equal(forbidden.json.error, 'forbidden');
    const mistyped = await send(post('users', { login: 'a b', name: 'x' }), { cookie: old.cookie });
    assertError(mistyped, 400, 'login');
  });

  test('what may be done is shown as ever: to sign in again is in everybody’s own hands', async () => {
    const id = await person();
    for (const path of ['acts', `users/${id}/acts`, `usergroups/${await group()}/acts`]) {
      const [aged, recent] = [
        await ask(`${url}/api/rest/${path}`, { cookie: old.cookie }),
        await ask(`${url}/api/rest/${path}`, { cookie: young.cookie }),
      ];
      assert.deepEqual([aged.status, aged.text], [200, recent.text]);
    }
  });

  test('the own password does not change, be the old one right', async () => {
    const cookie = await signIn(url, administrator.login, administrator.password);
    const own = await ask(`${url}/api/rest/users/me/sessions`, { cookie });
    assert.equal(own.json.sessions[0].current, true);
    const body = {
      password: { value: 'a quiet harbour in the early fog', oldValue: administrator.password },
    };
    const refused = await send(post(`userdetails/${administratorId}`, body), { cookie: old.cookie });
    assert.equal(refused.json.error, 'authentication_too_old');
    assert.equal((await ask(`${url}/api/rest/users/me`, { cookie })).status, 200);
  });
});

test('a token has no age: it does what it may', async () => {
  assert.equal((await send(post('users', { login: fresh('by-token'), name: 'x' }), { token })).status, 200);
  const issued = await send(
    post(`users/${await person()}/permanenttokens`, { name: 'ci', scope: [{ id: '0-0-0-0-0' }] }),
    { token },
  );
  assert.equal(issued.status, 200);
});

test('signing in again makes a new session, and the one before is dead', async () => {
  const cookie = await signIn(url, administrator.login, administrator.password);
  const before = await ask(`${url}/api/rest/users/me/sessions`, { cookie });
  const answer = await ask(`${url}/sign-in?return=/sign-in/confirmed`, {
    method: 'POST',
    cookie,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      login: administrator.login,
      password: administrator.password,
    }).toString(),
  });
  assert.equal(answer.headers.get('location'), '/sign-in/confirmed');
  const next = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  assert.notEqual(next, cookie);
  const after = await ask(`${url}/api/rest/users/me/sessions`, { cookie: next });
  assert.notEqual(after.json.sessions[0].id, before.json.sessions[0].id);
  assert.equal((await ask(`${url}/api/rest/users/me`, { cookie })).status, 401);
});
