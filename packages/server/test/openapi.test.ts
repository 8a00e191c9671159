import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Endpoint, endpoints, openApiDocument } from '@countersign/api';
import { registerClient } from '../../../test/harness/oauth-client.ts';
import {
  type Answer,
  ask,
  introspect,
  issueToken,
  registerService,
} from '../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../test/harness/run-folder.ts';
import { version } from '../src/version.ts';
import { connectIn } from './harness/connections.ts';
import { openAuthority } from './harness/open-authority.ts';
import {
  beginTwoFactor,
  createPerson,
  createUser,
  makeApplicationPassword,
  turnOnTwoFactor,
} from './harness/people.ts';
import { assistant, registerApplication, registrationOn } from './harness/register-application.ts';

const house = await openAuthority({ env: registrationOn });
const { url, cookie, administratorId } = house;
const table: readonly Endpoint[] = endpoints;
const observer = await createPerson(house, 'observer');
const door = await registerService(url, cookie, 'door');
const { token: doorToken } = await issueToken(url, cookie, [door.id]);
const guarded = await createPerson(house, 'guarded');
await turnOnTwoFactor({ url, cookie: guarded.cookie });
const aPassword = async () =>
  (await makeApplicationPassword({ url, cookie: guarded.cookie }, 'a program')).id;
const connected = () =>
  connectIn(house.dataFolder, {
    userId: guarded.id,
    clientId: door.id,
    audience: ['0-0-0-0-0'],
  });
const roleReader = await createPerson(house, 'role-reader');
const updateSelf = 'jetbrains.jetpass.profile-updateSelf';
const registeredUsers = '0-0-0-0-2';
const secondPassword = rememberSecret('canary second lantern behind the mill');
const absentId = '9c1f4d1e-0000-4000-8000-00000000dead';
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const basic = { authorization: `Basic ${btoa(`${door.id}:${door.secret}`)}` };

type Send = () => Promise<Answer>;

function get(path: string, as: string | undefined = cookie): Send {
  return () => ask(url + path, { cookie: as });
}

function post(path: string, body: unknown, as: string | undefined = cookie): Send {
  const headers = typeof body === 'string' ? { 'content-type': 'application/json' } : {};
  return () => ask(url + path, { method: 'POST', cookie: as, headers, ...(body !== undefined && { body }) });
}

const askChanges = (fields: Readonly<Record<string, string>>) =>
  ask(`${url}/api/rest/oauth2/introspect/changes`, {
    method: 'POST',
    headers: { ...basic, ...form },
    body: new URLSearchParams(fields).toString(),
  });

const tellUses = (body: object, headers: Readonly<Record<string, string>> = basic) =>
  ask(`${url}/api/rest/oauth2/introspect/uses`, { method: 'POST', headers, body });

/** Statuses that take a flood or an outage, which other tests make. */
const costly = [429, 503];
/** Nobody lacks the right to read users and services yet: every account has the role that gives it. */
const notYet: readonly string[] = [
  'users.list',
  'users.get',
  'services.list',
  'services.header',
  'services.get',
  'acts.ofUser',
  'users.queryAssist',
  'users.groups',
  // Everybody is in the only groups there are.
  'projectRoles.listOfGroup',
];
const tooLong = `{"x":"${'x'.repeat(300_000)}"}`;
const asText =
  (path: string): Send =>
  () =>
    ask(url + path, { method: 'POST', cookie, headers: { 'content-type': 'text/plain' }, body: 'x' });
const nobody = '';

/** The path, below the services, of an address that was refused. */
async function refusedAddress(uri = 'https://b.test/'): Promise<string> {
  const { id } = await aService();
  const settings = { redirectUris: ['https://a.test/'], authCodeFlowEnabled: true };
  await post(`/api/rest/services/${id}`, settings)();
  const asked = { client_id: id, response_type: 'code', redirect_uri: uri, scope: 'openid' };
  await get(`/api/rest/oauth2/auth?${new URLSearchParams(asked)}`)();
  const { json } = await get(`/api/rest/services/${id}/untrustedredirecturis`)();
  return `${id}/untrustedredirecturis/${json.untrustedredirecturis[0].id}`;
}

/** The path of a secret below the services. */
async function aSecret(which: 'in force' | 'earlier'): Promise<string> {
  const { id } = await aService();
  await post(`/api/rest/services/${id}/secret`, { overlap: 60 })();
  const { json } = await get(`/api/rest/services/${id}/secrets`)();
  return `${id}/secrets/${json.secrets[which === 'earlier' ? 1 : 0].id}`;
}

const refreshTokens = ofConnections('refreshtokens', async () => (await connected()).connectionId);
const approvedScopes = ofConnections('approvedscopes', async () => (await connected()).scopeId);

/** For each endpoint, requests that reach the statuses its description announces. */
const requests: Readonly<Record<(typeof endpoints)[number]['id'], readonly Send[]>> = {
  'users.list': [get('/api/rest/users'), get('/api/rest/users?$top=x'), get('/api/rest/users', nobody)],
  'users.create': writes(
    '/api/rest/users',
    { login: 'made', name: 'Made' },
    { login: 'observer', name: 'x' },
  ),
  'users.get': reads(`/api/rest/users/${observer.id}`, '/api/rest/users/'),
  'users.update': [
    async () => post(`/api/rest/users/${await createUser(house, 'to-ban')}`, { banned: true })(),
    ...refusedWrites(`/api/rest/users/${administratorId}`, { banned: true }),
    post(`/api/rest/users/${absentId}`, { banned: true }),
    post(`/api/rest/users/${observer.id}`, { login: 'role-reader' }),
  ],
  'users.queryAssist': lists('/api/rest/users/queryAssist'),
  'users.delete': [
    async () => remove(`/api/rest/users/${await createUser(house, 'to-delete')}`, cookie)(),
    ...removals('/api/rest/users/', administratorId),
    async () => {
      const token = await deputyToken();
      return ask(`${url}/api/rest/users/${administratorId}`, { method: 'DELETE', token });
    },
  ],
  'users.groups': reads('/api/rest/users/me/groups', '').concat(get(`/api/rest/users/${absentId}/groups`)),
  'users.addGroup': [
    async () => post(`/api/rest/users/${observer.id}/groups`, { id: await aGroup() })(),
    ...refusedWrites(`/api/rest/users/${observer.id}/groups`, { id: registeredUsers }),
    post(`/api/rest/users/${observer.id}/groups`, { id: absentId }),
    post(`/api/rest/users/${observer.id}/groups`, { id: registeredUsers }),
  ],
  'users.removeGroup': [
    async () => remove(`/api/rest/users/${observer.id}/groups/${await aGroupOf(observer.id)}`, cookie)(),
    ...removals(`/api/rest/users/${observer.id}/groups/`, registeredUsers),
  ],
  'users.details': [
    ...reads('/api/rest/users/me/userdetails', ''),
    get(`/api/rest/users/${absentId}/userdetails`),
    get(`/api/rest/users/${administratorId}/userdetails`, observer.cookie),
  ],
  'userDetails.get': [
    ...reads(`/api/rest/userdetails/${administratorId}`, '/api/rest/userdetails/'),
    get(`/api/rest/userdetails/${administratorId}`, observer.cookie),
  ],
  'userDetails.update': [
    post(
      `/api/rest/userdetails/${roleReader.id}`,
      { password: { value: secondPassword, oldValue: roleReader.password } },
      roleReader.cookie,
    ),
    ...refusedWrites(`/api/rest/userdetails/${administratorId}`, { password: { value: secondPassword } }),
    post('/api/rest/userdetails/no-id', { password: { value: secondPassword } }),
  ],
  'twoFactorAuthentication.get': [
    ...reads(`/api/rest/users/${administratorId}/twoFactorAuthentication`, ''),
    get(`/api/rest/users/${absentId}/twoFactorAuthentication`),
    get(`/api/rest/users/${administratorId}/twoFactorAuthentication`, observer.cookie),
  ],
  'twoFactorAuthentication.start': [
    post('/api/rest/users/me/twoFactorAuthentication', { confirm: true }, observer.cookie),
    ...refusedWrites('/api/rest/users/me/twoFactorAuthentication', {}),
    post(`/api/rest/users/${absentId}/twoFactorAuthentication`, {}),
    async () => {
      const carol = await createPerson(house, 'carol');
      await turnOnTwoFactor({ url, cookie: carol.cookie });
      return post('/api/rest/users/me/twoFactorAuthentication', {}, carol.cookie)();
    },
    post('/api/rest/users/no-id/twoFactorAuthentication', {}),
  ],
  'twoFactorAuthentication.confirm': [
    async () => turnOnTwoFactor({ url, cookie: (await createPerson(house, 'dave')).cookie }),
    ...refusedWrites('/api/rest/users/me/twoFactorAuthentication/confirm', { code: 1 }),
    post(`/api/rest/users/${absentId}/twoFactorAuthentication/confirm`, { code: 1 }),
    post('/api/rest/users/me/twoFactorAuthentication/confirm', { code: 1 }),
    post('/api/rest/users/no-id/twoFactorAuthentication/confirm', { code: 1 }),
  ],
  'twoFactorAuthentication.turnOff': [
    async () => {
      const doubter = await createPerson(house, 'doubter');
      await beginTwoFactor({ url, cookie: doubter.cookie });
      return remove(`/api/rest/users/${doubter.id}/twoFactorAuthentication`, cookie)();
    },
    remove(`/api/rest/users/me/twoFactorAuthentication`, cookie),
    remove(`/api/rest/users/me/twoFactorAuthentication`, nobody),
    remove(`/api/rest/users/${administratorId}/twoFactorAuthentication`, observer.cookie),
    () => ask(`${url}/api/rest/users/me/twoFactorAuthentication`, { method: 'DELETE', token: 'two words' }),
  ],
  'sessions.list': [
    ...reads(`/api/rest/users/${administratorId}/sessions`, ''),
    get(`/api/rest/users/${absentId}/sessions`),
    get(`/api/rest/users/${administratorId}/sessions`, observer.cookie),
  ],
  'sessions.end': [
    async () => {
      const visitor = await createPerson(house, 'visitor');
      const { json } = await get('/api/rest/users/me/sessions', visitor.cookie)();
      return remove(`/api/rest/users/me/sessions/${json.sessions[0].id}`, visitor.cookie)();
    },
    remove(`/api/rest/users/me/sessions/${absentId}`, cookie),
    remove(`/api/rest/users/me/sessions/${absentId}`, nobody),
    remove(`/api/rest/users/${administratorId}/sessions/${absentId}`, observer.cookie),
    () => ask(`${url}/api/rest/users/me/sessions/${absentId}`, { method: 'DELETE', token: 'two words' }),
  ],
  'sessions.endAll': [
    async () =>
      remove(`/api/rest/users/${(await createPerson(house, 'guest-for-a-day')).id}/sessions`, cookie)(),
    remove('/api/rest/users/me/sessions?except=others', cookie),
    remove(`/api/rest/users/${absentId}/sessions`, cookie),
    remove('/api/rest/users/me/sessions', nobody),
    remove(`/api/rest/users/${administratorId}/sessions`, observer.cookie),
  ],
  'passwordReset.issue': [
    post(`/api/rest/users/${observer.id}/passwordReset`, undefined),
    post(`/api/rest/users/${observer.id}/passwordReset?fields=(`, undefined),
    post(`/api/rest/users/${observer.id}/passwordReset`, undefined, nobody),
    post(`/api/rest/users/${administratorId}/passwordReset`, undefined, observer.cookie),
    post(`/api/rest/users/${absentId}/passwordReset`, undefined),
    async () => {
      const bot = await createUser(house, 'never-signs-in', { kind: 'bot' });
      return post(`/api/rest/users/${bot}/passwordReset`, undefined)();
    },
  ],
  'users.revokeEverything': [
    async () => {
      const robbed = await createPerson(house, 'robbed');
      return post(`/api/rest/users/${robbed.id}/revokeEverything`, undefined)();
    },
    post(`/api/rest/users/${observer.id}/revokeEverything?fields=(`, undefined),
    post(`/api/rest/users/${observer.id}/revokeEverything`, undefined, nobody),
    post(`/api/rest/users/${administratorId}/revokeEverything`, undefined, observer.cookie),
    post(`/api/rest/users/${absentId}/revokeEverything`, undefined),
  ],
  'notices.list': [
    ...reads('/api/rest/users/me/notices', ''),
    get(`/api/rest/users/${administratorId}/notices`, observer.cookie),
    get('/api/rest/users/no-id/notices'),
  ],
  'notices.dismiss': [
    async () => {
      const told = await createPerson(house, 'told');
      const { json } = await get('/api/rest/users/me/notices', told.cookie)();
      return ask(`${url}/api/rest/users/me/notices/${json.notices[0].id}`, {
        method: 'DELETE',
        cookie: told.cookie,
      });
    },
    remove('/api/rest/users/me/notices/0', cookie),
    remove('/api/rest/users/me/notices/1', nobody),
    remove(`/api/rest/users/${administratorId}/notices/1`, observer.cookie),
    () => ask(`${url}/api/rest/users/me/notices/1`, { method: 'DELETE', token: 'two words' }),
  ],
  'groups.list': [...lists('/api/rest/usergroups'), ...forbidden('/api/rest/usergroups?query=has:user')],
  'groups.create': [...writes('/api/rest/usergroups', { name: 'Made' }, { name: 'Registered users' })],
  'groups.queryAssist': lists('/api/rest/usergroups/queryAssist'),
  'groups.get': reads(`/api/rest/usergroups/${registeredUsers}`, '/api/rest/usergroups/'),
  'groups.update': [
    async () => post(`/api/rest/usergroups/${await aGroup()}`, { description: 'Changed' })(),
    ...refusedWrites(`/api/rest/usergroups/${registeredUsers}`, { autoJoin: true }),
    post(`/api/rest/usergroups/${absentId}`, { autoJoin: true }),
    async () => post(`/api/rest/usergroups/${await aGroup()}`, { name: 'ALL USERS' })(),
  ],
  'groups.delete': [
    async () => remove(`/api/rest/usergroups/${await aGroup()}`, cookie)(),
    ...removals('/api/rest/usergroups/', registeredUsers),
  ],
  'groups.users': membersOf('users'),
  'groups.addUser': [
    async () => post(`/api/rest/usergroups/${await aGroup()}/users`, { id: observer.id })(),
    ...refusedWrites(`/api/rest/usergroups/${registeredUsers}/users`, { id: observer.id }),
    post(`/api/rest/usergroups/${absentId}/users`, { id: observer.id }),
    post(`/api/rest/usergroups/${registeredUsers}/users`, { id: observer.id }),
  ],
  'groups.removeUser': [
    async () => remove(`/api/rest/usergroups/${await aGroupOf(observer.id)}/users/${observer.id}`, cookie)(),
    ...removals(
      '/api/rest/usergroups/',
      `${registeredUsers}/users/${observer.id}`,
      `${absentId}/users/${observer.id}`,
    ),
  ],
  'groups.ownUsers': membersOf('ownUsers'),
  'permanentTokens.list': [
    ...reads('/api/rest/users/me/permanenttokens', ''),
    get(`/api/rest/users/${absentId}/permanenttokens`),
    get(`/api/rest/users/${administratorId}/permanenttokens`, observer.cookie),
  ],
  'permanentTokens.create': [
    post('/api/rest/users/me/permanenttokens', { name: 'made', scope: [{ id: door.id }] }),
    ...refusedWrites(`/api/rest/users/${administratorId}/permanenttokens`, {
      name: 'x',
      scope: [{ id: door.id }],
    }),
    post(`/api/rest/users/${absentId}/permanenttokens`, { name: 'x', scope: [{ id: door.id }] }),
  ],
  'permanentTokens.get': [
    async () => get(`/api/rest/users/me/permanenttokens/${(await aToken()).id}`)(),
    get(`/api/rest/users/me/permanenttokens/${absentId}`),
    get(`/api/rest/users/me/permanenttokens/${absentId}?fields=(`),
    get(`/api/rest/users/me/permanenttokens/${absentId}`, nobody),
    get(`/api/rest/users/${administratorId}/permanenttokens/${absentId}`, observer.cookie),
  ],
  'permanentTokens.revoke': [
    async () => remove(`/api/rest/users/me/permanenttokens/${(await aToken()).id}`, cookie)(),
    remove(`/api/rest/users/me/permanenttokens/${absentId}`, cookie),
    remove(`/api/rest/users/me/permanenttokens/${absentId}`, nobody),
    () =>
      ask(`${url}/api/rest/users/me/permanenttokens/${absentId}`, { method: 'DELETE', token: 'two words' }),
    remove(`/api/rest/users/${administratorId}/permanenttokens/${absentId}`, observer.cookie),
  ],
  'applicationPasswords.list': [
    ...reads('/api/rest/users/me/applicationPasswords', ''),
    get(`/api/rest/users/${absentId}/applicationPasswords`),
    get(`/api/rest/users/${administratorId}/applicationPasswords`, observer.cookie),
  ],
  'applicationPasswords.create': [
    () => post('/api/rest/users/me/applicationPasswords', { name: 'a mail program' }, guarded.cookie)(),
    ...refusedWrites(`/api/rest/users/${administratorId}/applicationPasswords`, { name: 'x' }),
    post(`/api/rest/users/${absentId}/applicationPasswords`, { name: 'x' }),
  ],
  'applicationPasswords.get': [
    async () => get(`/api/rest/users/me/applicationPasswords/${await aPassword()}`, guarded.cookie)(),
    get(`/api/rest/users/me/applicationPasswords/${absentId}`),
    get(`/api/rest/users/me/applicationPasswords/${absentId}?fields=(`),
    get(`/api/rest/users/me/applicationPasswords/${absentId}`, nobody),
    get(`/api/rest/users/${administratorId}/applicationPasswords/${absentId}`, observer.cookie),
  ],
  'applicationPasswords.revoke': [
    async () => remove(`/api/rest/users/me/applicationPasswords/${await aPassword()}`, guarded.cookie)(),
    remove(`/api/rest/users/me/applicationPasswords/${absentId}`, cookie),
    remove(`/api/rest/users/me/applicationPasswords/${absentId}`, nobody),
    () =>
      ask(`${url}/api/rest/users/me/applicationPasswords/${absentId}`, {
        method: 'DELETE',
        token: 'two words',
      }),
    remove(`/api/rest/users/${administratorId}/applicationPasswords/${absentId}`, observer.cookie),
  ],
  'refreshTokens.list': refreshTokens.list,
  'refreshTokens.get': refreshTokens.get,
  'refreshTokens.revoke': refreshTokens.revoke,
  'approvedScopes.list': approvedScopes.list,
  'approvedScopes.get': approvedScopes.get,
  'approvedScopes.revoke': approvedScopes.revoke,
  'services.list': [
    get('/api/rest/services'),
    get('/api/rest/services?$top=x'),
    get('/api/rest/services', nobody),
  ],
  'services.queryAssist': lists('/api/rest/services/queryAssist'),
  'services.create': writes('/api/rest/services', { name: 'Made', key: 'made' }, { name: 'x', key: 'door' }),
  'clients.register': [
    registers(assistant),
    registers({ ...assistant, token_endpoint_auth_method: 'client_secret_post' }),
    registers('{'),
    registers(assistant, async () => undefined),
    registers(assistant, async () => (await issueToken(url, observer.cookie, ['0-0-0-0-0'])).token),
    registers(tooLong),
    registers('x', adminToken, { 'content-type': 'text/plain' }),
  ],
  'services.header': [
    get('/api/rest/services/header'),
    get('/api/rest/services/header?fields=('),
    get('/api/rest/services/header', nobody),
  ],
  'services.get': reads('/api/rest/services/door', '/api/rest/services/'),
  'services.rotateSecret': [
    async () => post(`/api/rest/services/${(await aService()).id}/secret`, undefined)(),
    post('/api/rest/services/door/secret?fields=(', undefined),
    post('/api/rest/services/door/secret', undefined, nobody),
    post('/api/rest/services/door/secret', undefined, observer.cookie),
    post(`/api/rest/services/${absentId}/secret`, undefined),
    post('/api/rest/services/door/secret', tooLong),
    asText('/api/rest/services/door/secret'),
  ],
  'services.listRefreshTokens': [
    ...reads('/api/rest/services/door/refreshtokens', '/api/rest/services/'),
    get('/api/rest/services/door/refreshtokens', observer.cookie),
  ],
  'services.endRefreshTokens': [
    async () => remove(`/api/rest/services/${(await aService()).id}/refreshtokens`, cookie)(),
    remove(`/api/rest/services/${absentId}/refreshtokens`, cookie),
    remove('/api/rest/services/door/refreshtokens', nobody),
    remove('/api/rest/services/door/refreshtokens', observer.cookie),
    () => ask(`${url}/api/rest/services/door/refreshtokens`, { method: 'DELETE', token: 'two words' }),
  ],
  'services.listUntrustedRedirectUris': [
    ...reads('/api/rest/services/door/untrustedredirecturis', '/api/rest/services/'),
    get('/api/rest/services/door/untrustedredirecturis', observer.cookie),
  ],
  'services.acceptUntrustedRedirectUri': [
    async () => post(`/api/rest/services/${await refusedAddress()}/accept`, undefined)(),
    async () => post(`/api/rest/services/${await refusedAddress('http://b.test/')}/accept`, undefined)(),
    post(`/api/rest/services/door/untrustedredirecturis/${absentId}/accept`, undefined),
    post('/api/rest/services/door/untrustedredirecturis/x/accept', undefined, nobody),
    post('/api/rest/services/door/untrustedredirecturis/x/accept', undefined, observer.cookie),
  ],
  'services.dismissUntrustedRedirectUri': [
    async () => remove(`/api/rest/services/${await refusedAddress()}`, cookie)(),
    ...removals('/api/rest/services/door/untrustedredirecturis/', absentId),
  ],
  'services.listSecrets': [
    ...reads('/api/rest/services/door/secrets', '/api/rest/services/'),
    get('/api/rest/services/door/secrets', observer.cookie),
  ],
  'services.endSecret': [
    async () => remove(`/api/rest/services/${await aSecret('earlier')}`, cookie)(),
    remove('/api/rest/services/door/secrets/x', nobody),
    () => ask(`${url}/api/rest/services/door/secrets/x`, { method: 'DELETE', token: 'two words' }),
    remove('/api/rest/services/door/secrets/x', observer.cookie),
    remove(`/api/rest/services/door/secrets/${absentId}`, cookie),
    async () => remove(`/api/rest/services/${await aSecret('in force')}`, cookie)(),
  ],
  'events.list': [
    get('/api/rest/events?$top=20'),
    get('/api/rest/events?query=x'),
    get('/api/rest/events', nobody),
    get('/api/rest/events', observer.cookie),
  ],
  'events.queryAssist': [
    get('/api/rest/events/queryAssist?query=act:&caret=4'),
    get('/api/rest/events/queryAssist?caret=x'),
    get('/api/rest/events/queryAssist', nobody),
    get('/api/rest/events/queryAssist', observer.cookie),
  ],
  'events.export': [
    get('/api/rest/events/export'),
    get('/api/rest/events/export?format=csv'),
    get('/api/rest/events/export?format=xls'),
    get('/api/rest/events/export', nobody),
    get('/api/rest/events/export', observer.cookie),
  ],
  'events.integrity': [
    get('/api/rest/events/integrity'),
    get('/api/rest/events/integrity?fields=('),
    get('/api/rest/events/integrity', nobody),
    get('/api/rest/events/integrity', observer.cookie),
  ],
  'events.get': [
    ...reads('/api/rest/events/1', ''),
    get('/api/rest/events/999999999'),
    get('/api/rest/events/1', observer.cookie),
  ],
  'services.update': [
    async () => post(`/api/rest/services/${(await aService()).id}`, { description: 'Changed' })(),
    ...changes('/api/rest/services/', '0-0-0-0-0', { name: 'x' }),
  ],
  'services.delete': [
    async () => remove(`/api/rest/services/${(await aService()).id}`, cookie)(),
    ...removals('/api/rest/services/', '0-0-0-0-0'),
  ],
  'services.listPermissions': [
    ...lists('/api/rest/services/door/permissions'),
    get(`/api/rest/services/${absentId}/permissions`),
  ],
  'services.declarePermission': [
    post('/api/rest/services/door/permissions', { key: 'door.declared', name: 'x' }),
    ...refusedWrites('/api/rest/services/door/permissions', { key: 'door.refused', name: 'x' }),
    post(`/api/rest/services/${absentId}/permissions`, { key: 'x', name: 'x' }),
    post('/api/rest/services/0-0-0-0-0/permissions', { key: 'x', name: 'x' }),
  ],
  'services.updatePermission': [
    async () => {
      await post('/api/rest/services/door/permissions', { key: 'door.changed', name: 'x' })();
      return post('/api/rest/services/door/permissions/door.changed', { name: 'y' })();
    },
    ...refusedWrites('/api/rest/services/door/permissions/door.changed', { name: 'x' }),
    post('/api/rest/services/door/permissions/none', { name: 'x' }),
    post('/api/rest/services/0-0-0-0-0/permissions/none', { name: 'x' }),
  ],
  'services.withdrawPermission': [
    async () => {
      await post('/api/rest/services/door/permissions', { key: 'door.withdrawn', name: 'x' })();
      return remove('/api/rest/services/door/permissions/door.withdrawn', cookie)();
    },
    ...removals('/api/rest/services/', 'door/permissions/none', 'door/permissions/none'),
  ],
  'roles.list': filteredLists('/api/rest/roles'),
  'roles.queryAssist': filteredLists('/api/rest/roles/queryAssist'),
  'roles.create': writes('/api/rest/roles', { name: 'Made' }, { name: 'x', key: 'observer' }),
  'roles.get': [
    ...reads('/api/rest/roles/observer', '/api/rest/roles/'),
    ...forbidden('/api/rest/roles/observer'),
  ],
  'roles.update': [
    async () => post(`/api/rest/roles/${await made('roles', { name: 'To change' })}`, { name: 'Changed' })(),
    ...changes('/api/rest/roles/', 'observer', { name: 'x' }),
  ],
  'roles.delete': [
    async () => remove(`/api/rest/roles/${await made('roles', { name: 'To delete' })}`, cookie)(),
    ...removals('/api/rest/roles/', 'observer'),
  ],
  'roles.addPermission': [
    async () =>
      post(`/api/rest/roles/${await made('roles', { name: 'To fill' })}/permissions`, { key: updateSelf })(),
    ...refusedWrites('/api/rest/roles/observer/permissions', { key: updateSelf }),
    post(`/api/rest/roles/${absentId}/permissions`, { key: updateSelf }),
    post('/api/rest/roles/observer/permissions', { key: updateSelf }),
  ],
  'roles.removePermission': [
    async () => {
      const role = await made('roles', { name: 'To empty', permissions: [{ key: updateSelf }] });
      return remove(`/api/rest/roles/${role}/permissions/${updateSelf}`, cookie)();
    },
    ...removals('/api/rest/roles/', `observer/permissions/${updateSelf}`, `${absentId}/permissions/x`),
  ],
  'permissions.list': lists('/api/rest/permissions'),
  'permissions.queryAssist': lists('/api/rest/permissions/queryAssist'),
  'permissions.cache': [
    ...lists('/api/rest/permissions/cache'),
    get(`/api/rest/permissions/cache?principal=${administratorId}`, observer.cookie),
    get(`/api/rest/permissions/cache?principal=${absentId}`),
  ],
  'permissions.get': reads(`/api/rest/permissions/${updateSelf}`, '/api/rest/permissions/'),
  'projects.list': lists('/api/rest/projects'),
  'projects.queryAssist': lists('/api/rest/projects/queryAssist'),
  'projects.create': writes('/api/rest/projects', { key: 'MADE', name: 'Made' }, { key: 'MADE', name: 'x' }),
  'projects.get': reads('/api/rest/projects/0', '/api/rest/projects/'),
  'projects.update': [
    async () => post(`/api/rest/projects/${await aProject()}`, { description: 'Changed' })(),
    ...changes('/api/rest/projects/', '0', { name: 'x' }),
  ],
  'projects.delete': [
    async () => remove(`/api/rest/projects/${await aProject()}`, cookie)(),
    ...removals('/api/rest/projects/', '0'),
  ],
  'projectRoles.list': filteredLists('/api/rest/projectroles'),
  'projectRoles.queryAssist': filteredLists('/api/rest/projectroles/queryAssist'),
  'projectRoles.get': [
    async () => get(`/api/rest/projectroles/${await aProjectRole()}`)(),
    get(`/api/rest/projectroles/${absentId}?fields=(`),
    get(`/api/rest/projectroles/${absentId}`),
    get(`/api/rest/projectroles/${absentId}`, nobody),
  ],
  'projectRoles.delete': [
    async () => remove(`/api/rest/projectroles/${await aProjectRole()}`, cookie)(),
    async () => remove(`/api/rest/projectroles/${await theLastAdministration()}`, cookie)(),
    async () => remove(`/api/rest/projectroles/${await aProjectRole()}`, roleReader.cookie)(),
    remove(`/api/rest/projectroles/${absentId}`, cookie),
    remove(`/api/rest/projectroles/${absentId}`, nobody),
    () => ask(`${url}/api/rest/projectroles/${absentId}`, { method: 'DELETE', token: 'two words' }),
  ],
  'projectRoles.listOfUser': holdings('projectroles'),
  'projectRoles.giveToUser': [
    async () => post(`/api/rest/users/${observer.id}/projectroles`, await aGift())(),
    ...refusedWrites(`/api/rest/users/${observer.id}/projectroles`, {
      role: { key: 'observer' },
      project: { id: '0' },
    }),
    post(`/api/rest/users/${absentId}/projectroles`, { role: { key: 'observer' }, project: { id: '0' } }),
    post(`/api/rest/users/${observer.id}/projectroles`, { role: { key: 'observer' }, project: { id: '0' } }),
  ],
  'projectRoles.listTransitiveOfUser': holdings('transitiveprojectroles'),
  'projectRoles.listSourcedOfUser': holdings('sourcedprojectroles'),
  'projectRoles.listOfGroup': [
    ...reads('/api/rest/usergroups/0-0-0-0-2/projectroles', ''),
    get(`/api/rest/usergroups/${absentId}/projectroles`),
  ],
  'projectRoles.giveToGroup': [
    async () => post('/api/rest/usergroups/0-0-0-0-2/projectroles', await aGift())(),
    ...refusedWrites('/api/rest/usergroups/0-0-0-0-2/projectroles', {
      role: { key: 'observer' },
      project: { id: '0' },
    }),
    post(`/api/rest/usergroups/${absentId}/projectroles`, {
      role: { key: 'observer' },
      project: { id: '0' },
    }),
    async () => {
      const gift = await aGift();
      await post('/api/rest/usergroups/0-0-0-0-2/projectroles', gift)();
      return post('/api/rest/usergroups/0-0-0-0-2/projectroles', gift)();
    },
  ],
  'impact.ofUser': holdings('impact'),
  'impact.ofGroup': [
    ...reads('/api/rest/usergroups/0-0-0-0-2/impact', ''),
    ...forbidden('/api/rest/usergroups/0-0-0-0-2/impact'),
    get(`/api/rest/usergroups/${absentId}/impact`),
  ],
  'impact.ofTwoFactorRequirement': [
    ...reads('/api/rest/usergroups/0-0-0-0-2/impact/twoFactorAuthentication', ''),
    ...forbidden('/api/rest/usergroups/0-0-0-0-2/impact/twoFactorAuthentication'),
    get(`/api/rest/usergroups/${absentId}/impact/twoFactorAuthentication`),
  ],
  'impact.ofRole': [
    ...reads('/api/rest/roles/observer/impact', ''),
    ...forbidden('/api/rest/roles/observer/impact'),
    get(`/api/rest/roles/${absentId}/impact`),
  ],
  'impact.ofService': [
    ...reads('/api/rest/services/door/impact', ''),
    ...forbidden('/api/rest/services/door/impact'),
    get(`/api/rest/services/${absentId}/impact`),
  ],
  'acts.list': lists('/api/rest/acts'),
  'acts.ofUser': [...reads('/api/rest/users/me/acts', ''), get(`/api/rest/users/${absentId}/acts`)],
  'acts.ofGroup': [
    ...reads('/api/rest/usergroups/0-0-0-0-2/acts', ''),
    get(`/api/rest/usergroups/${absentId}/acts`),
  ],
  'acts.ofRole': [
    ...reads('/api/rest/roles/observer/acts', ''),
    get(`/api/rest/roles/${absentId}/acts`),
    get('/api/rest/roles/observer/acts', observer.cookie),
  ],
  'acts.ofProject': [...reads('/api/rest/projects/0/acts', ''), get(`/api/rest/projects/${absentId}/acts`)],
  'acts.ofService': [
    ...reads('/api/rest/services/door/acts', ''),
    get(`/api/rest/services/${absentId}/acts`),
  ],
  'settings.public': [
    get('/api/rest/settings/public', nobody),
    get('/api/rest/settings/public?fields=(', nobody),
  ],
  'settings.login': [
    async () => {
      const { id } = await registerClient(house, 'signs-in');
      return get(`/api/rest/oauth2/interactive/login/settings?client_id=${id}`, nobody)();
    },
    get('/api/rest/oauth2/interactive/login/settings', nobody),
    get(`/api/rest/oauth2/interactive/login/settings?client_id=${absentId}`, nobody),
  ],
  'introspection.introspect': [
    () => introspect(url, door, doorToken),
    () => introspect(url, door, 'x'),
    () => introspect(url, door, ''),
    () => introspect(url, { ...door, secret: 'x' }, doorToken),
    () => ask(`${url}/api/rest/oauth2/introspect`, { method: 'POST', headers: basic, body: { token: 'x' } }),
    () =>
      ask(`${url}/api/rest/oauth2/introspect`, {
        method: 'POST',
        headers: { ...basic, ...form },
        body: `token=${'x'.repeat(20_000)}`,
      }),
  ],
  'introspection.changes': [
    async () => {
      await post(`/api/rest/services/${door.id}`, { verdictMemory: 5 })();
      return askChanges({});
    },
    async () => {
      await post(`/api/rest/services/${door.id}`, { verdictMemory: 0 })();
      return askChanges({});
    },
    () => askChanges({ after: 'x' }),
    () => ask(`${url}/api/rest/oauth2/introspect/changes`, { method: 'POST', headers: form, body: '' }),
    () =>
      ask(`${url}/api/rest/oauth2/introspect/changes`, {
        method: 'POST',
        headers: basic,
        body: { after: '1' },
      }),
    () => askChanges({ after: 'x'.repeat(20_000) }),
  ],
  'introspection.uses': [
    () => tellUses({}),
    () => tellUses({ uses: [{}] }),
    () => tellUses({}, {}),
    () => tellUses({}, { ...basic, ...form }),
    () => tellUses({ uses: 'x'.repeat(300_000) }),
  ],
  'forwardAuth.check': [
    () => ask(`${url}/api/authz/auth-request?service=door`, { token: doorToken }),
    () => ask(`${url}/api/authz/auth-request?service=door`),
    async () => {
      await post('/api/rest/services/door/permissions', { key: 'door.demanded', name: 'x' })();
      return ask(`${url}/api/authz/auth-request?service=door&permission=door.demanded`, {
        token: (await issueToken(url, observer.cookie, [door.id])).token,
      });
    },
    () => ask(`${url}/api/authz/auth-request`),
  ],
  'probes.live': [get('/livez', nobody)],
  'probes.ready': [get('/readyz', nobody)],
  'openapi.get': [get('/openapi.json', nobody)],
};

async function adminToken(): Promise<string> {
  return (await issueToken(url, cookie, ['0-0-0-0-0'])).token;
}

function registers(
  body: unknown,
  tokenOf: () => Promise<string | undefined> = adminToken,
  headers: Readonly<Record<string, string>> = { 'content-type': 'application/json' },
): Send {
  return async () => registerApplication(house, body, { token: await tokenOf(), headers });
}

function membersOf(list: string): readonly Send[] {
  return [
    ...reads(`/api/rest/usergroups/${registeredUsers}/${list}`, ''),
    get(`/api/rest/usergroups/${absentId}/${list}`),
    get(`/api/rest/usergroups/${registeredUsers}/${list}`, observer.cookie),
  ];
}

let groups = 0;
function aGroup(): Promise<string> {
  groups += 1;
  return made('usergroups', { name: `Group ${groups}` });
}

async function aGroupOf(user: string): Promise<string> {
  const group = await aGroup();
  await post(`/api/rest/usergroups/${group}/users`, { id: user })();
  return group;
}

/** A bot that administers, too, and cannot take the place of the last person who does. */
async function deputyToken(): Promise<string> {
  const userId = await createUser(house, 'deputy', { kind: 'bot' });
  await made(`users/${userId}/projectroles`, { role: { key: 'system-admin' }, project: { id: '0' } });
  return (await issueToken(url, cookie, ['0-0-0-0-0'], { userId })).token;
}

function filteredLists(path: string): readonly Send[] {
  return [...lists(path), ...forbidden(path)];
}

function forbidden(path: string): readonly Send[] {
  return [get(path, observer.cookie)];
}

/** What a fixed object refuses to everybody, and what everybody else is refused. */
function changes(root: string, fixed: string, good: object): readonly Send[] {
  return [...refusedWrites(root + fixed, good), post(root + fixed, good), post(root + absentId, good)];
}

function removals(root: string, fixed: string, absent: string = absentId): readonly Send[] {
  return [
    remove(root + fixed, cookie),
    remove(root + absent, cookie),
    remove(root + fixed, nobody),
    remove(root + fixed, observer.cookie),
    () => ask(url + root + fixed, { method: 'DELETE', token: 'two words' }),
  ];
}

function holdings(list: string): readonly Send[] {
  return [
    ...reads(`/api/rest/users/me/${list}`, ''),
    get(`/api/rest/users/${absentId}/${list}`),
    get(`/api/rest/users/${administratorId}/${list}`, observer.cookie),
  ];
}

async function made(resource: string, body: object): Promise<string> {
  const answer = await post(`/api/rest/${resource}`, body)();
  if (answer.status !== 200) throw new Error(`making one of ${resource} answered ${answer.text}`);
  return answer.json.id;
}

let projects = 0;
function aProject(): Promise<string> {
  projects += 1;
  return made('projects', { key: `P${projects}`, name: `Project ${projects}` });
}

async function aGift(): Promise<object> {
  return { role: { key: 'observer' }, project: { id: await aProject() } };
}

async function aProjectRole(): Promise<string> {
  return made(`users/${observer.id}/projectroles`, await aGift());
}

async function theLastAdministration(): Promise<string> {
  const { json } = await get('/api/rest/users/me/projectroles?query=role:system-admin')();
  return json.projectroles[0].id;
}

function lists(path: string): readonly Send[] {
  return [get(path), get(`${path}?fields=(`), get(path, nobody)];
}

/** What is asked of things of a user that no request makes. */
function ofConnections(path: string, make: () => Promise<string>) {
  const own = `/api/rest/users/me/${path}`;
  const foreign = `/api/rest/users/${administratorId}/${path}`;
  const list: readonly Send[] = [
    async () => {
      await make();
      return get(own, guarded.cookie)();
    },
    ...reads(own, ''),
    get(`/api/rest/users/${absentId}/${path}`),
    get(foreign, observer.cookie),
  ];
  const one: readonly Send[] = [
    async () => get(`${own}/${await make()}`, guarded.cookie)(),
    get(`${own}/${absentId}`),
    get(`${own}/${absentId}?fields=(`),
    get(`${own}/${absentId}`, nobody),
    get(`${foreign}/${absentId}`, observer.cookie),
  ];
  const revoke: readonly Send[] = [
    async () => remove(`${own}/${await make()}`, guarded.cookie)(),
    remove(`${own}/${absentId}`, cookie),
    remove(`${own}/${absentId}`, nobody),
    () => ask(`${url}${own}/${absentId}`, { method: 'DELETE', token: 'two words' }),
    remove(`${foreign}/${absentId}`, observer.cookie),
  ];
  return { list, get: one, revoke };
}

function reads(path: string, absent: string): readonly Send[] {
  const all = [get(path), get(`${path}?fields=(`), get(path, nobody)];
  return absent === '' ? all : [...all, get(`${absent}${absentId}`)];
}

function writes(path: string, good: object, clash: object): readonly Send[] {
  return [post(path, good), ...refusedWrites(path, good), post(path, clash)];
}

function refusedWrites(path: string, good: object): readonly Send[] {
  return [
    post(path, '{'),
    post(path, good, nobody),
    post(path, good, observer.cookie),
    post(path, tooLong),
    asText(path),
  ];
}

function remove(path: string, as: string): Send {
  return () => ask(url + path, { method: 'DELETE', cookie: as });
}

function aToken(): Promise<{ id: string }> {
  return issueToken(url, cookie, [door.id], { name: 'for one request' });
}

let services = 0;
function aService(): Promise<{ id: string }> {
  return registerService(url, cookie, `service-${++services}`);
}

await post(`/api/rest/users/${roleReader.id}/projectroles`, {
  role: {
    id: await made('roles', { name: 'Role Reader', permissions: [{ key: 'jetbrains.jetpass.role-read' }] }),
  },
  project: { id: '0' },
})();

test('/openapi.json is the document of the table of endpoints, for this installation', async () => {
  const { status, json } = await ask(`${url}/openapi.json`);
  assert.equal(status, 200);
  assert.deepEqual(json, JSON.parse(JSON.stringify(openApiDocument({ publicUrl: url, version }))));
  assert.equal(json.openapi, '3.1.0');
  assert.deepEqual(json.servers, [{ url }]);
});

test('every operation of the document is one that the server answers, and none of the table is missing', async () => {
  const { json } = await ask(`${url}/openapi.json`);
  const documented = Object.entries(json.paths as Record<string, object>).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  assert.deepEqual(documented.sort(), table.map(({ method, path }) => `${method} ${path}`).sort());
  for (const operation of documented) {
    const [method = '', path = ''] = operation.split(' ');
    const answer = await ask(url + path.replaceAll(/\{\w+\}/g, absentId), { method });
    assert.notEqual(answer.status, 405, operation);
    assert.doesNotMatch(answer.text, /nothing at this address/, operation);
  }
});

describe('what the document says of', () => {
  for (const endpoint of table) {
    test(`${endpoint.method} ${endpoint.path} is what it answers`, async () => {
      const reached = new Set<number>();
      for (const send of requests[endpoint.id as keyof typeof requests]) {
        const answer = await send();
        reached.add(answer.status);
        assert.ok(
          endpoint.statuses.includes(answer.status),
          `${answer.status} is not announced: ${answer.text}`,
        );
        if (answer.status < 300) assertShape(endpoint, answer);
      }
      const isExcused = (status: number) =>
        costly.includes(status) || (status === 403 && notYet.includes(endpoint.id));
      const unreached = endpoint.statuses.filter((status) => !reached.has(status) && !isExcused(status));
      assert.deepEqual(unreached, [], 'announced, and no request reaches it');
    });
  }
});

/** The answer has the members of its schema and no others. */
function assertShape({ answer: schema, plain, files, id }: Endpoint, { text, headers }: Answer): void {
  if (files !== undefined) {
    assert.ok(files.includes(headers.get('content-type') ?? ''), id);
    return;
  }
  if (schema === undefined) {
    assert.equal(text, plain === true ? 'ok' : '', id);
    return;
  }
  assert.match(headers.get('content-type') ?? '', /^application\/json/);
  const json: unknown = JSON.parse(text);
  for (const name of ['token', 'secret']) {
    const secret = (json as Record<string, unknown>)[name];
    if (typeof secret === 'string') rememberSecret(secret);
  }
  assert.deepEqual(schema.parse(json), json, `${id} answers members that its schema does not have`);
}
