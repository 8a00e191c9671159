import { type EndpointId, endpoints } from '@countersign/api';
import { ask, issueToken } from '../../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';
import { type Connected, connectIn } from '../harness/connections.ts';
import type { OpenAuthority } from '../harness/open-authority.ts';
import { makeApplicationPassword } from '../harness/people.ts';
import { assistant } from '../harness/register-application.ts';
import { administrationRows } from './administration-rows.ts';
import { authorityId, type Cast } from './callers.ts';
import { identityRows } from './identity-rows.ts';
import { absentId, each, type MatrixRow, type Prepared, type RowsOf } from './row.ts';
import { sessionRows } from './session-rows.ts';

/** Total over the table of endpoints: a new endpoint does not compile here until it has its rows. */
export function matrixRows(house: OpenAuthority, cast: Cast): readonly MatrixRow[] {
  const users = {
    me: 'me',
    "the owner's": cast.owner.id,
    "a third person's": cast.third.id,
    "an administrator's": house.administratorId,
    absent: absentId,
  };
  const services = {
    'seen by all': cast.shared.id,
    'by its key': 'shared',
    hidden: cast.hidden.id,
    'the authority': authorityId,
    absent: absentId,
  };
  const tokenOf = (userId: string) => freshToken(house, cast, userId);
  const tokens: Readonly<Record<string, () => Promise<Readonly<Record<string, string>>>>> = {
    "me, the owner's token": async () => ({ userId: 'me', tokenId: await tokenOf(cast.owner.id) }),
    'me, absent': async () => ({ userId: 'me', tokenId: absentId }),
    "the owner's": async () => ({ userId: cast.owner.id, tokenId: await tokenOf(cast.owner.id) }),
    "a third person's": async () => ({ userId: cast.third.id, tokenId: await tokenOf(cast.third.id) }),
    "an administrator's": async () => ({
      userId: house.administratorId,
      tokenId: await tokenOf(house.administratorId),
    }),
    "the owner, a third person's token": async () => ({
      userId: cast.owner.id,
      tokenId: await tokenOf(cast.third.id),
    }),
    'the owner, absent': async () => ({ userId: cast.owner.id, tokenId: absentId }),
    'a third person, absent': async () => ({ userId: cast.third.id, tokenId: absentId }),
    'absent user': async () => ({ userId: absentId, tokenId: absentId }),
  };
  const aPassword = async () =>
    (await makeApplicationPassword({ url: house.url, cookie: cast.owner.cookie }, fresh('program'))).id;
  const passwords: Readonly<Record<string, () => Promise<Readonly<Record<string, string>>>>> = {
    "me, the owner's password": async () => ({ userId: 'me', passwordId: await aPassword() }),
    "the owner's": async () => ({ userId: cast.owner.id, passwordId: await aPassword() }),
    "a third person, the owner's password": async () => ({
      userId: cast.third.id,
      passwordId: await aPassword(),
    }),
    'the owner, absent': async () => ({ userId: cast.owner.id, passwordId: absentId }),
  };
  const connect = (userId: string) =>
    connectIn(house.dataFolder, { userId, clientId: cast.shared.id, audience: [authorityId] });
  const connected = (
    parameter: string,
    idOf: (made: Connected) => string,
  ): Readonly<Record<string, () => Promise<Readonly<Record<string, string>>>>> => {
    const of = async (userId: string, path = userId) => ({
      userId: path,
      [parameter]: idOf(await connect(userId)),
    });
    return {
      "me, the owner's": () => of(cast.owner.id, 'me'),
      "the owner's": () => of(cast.owner.id),
      "an administrator's": () => of(house.administratorId),
      "a third person, the owner's": () => of(cast.owner.id, cast.third.id),
      'the owner, absent': async () => ({ userId: cast.owner.id, [parameter]: absentId }),
    };
  };
  const connections = connected('tokenId', ({ connectionId }) => connectionId);
  const consents = connected('scopeId', ({ scopeId }) => scopeId);
  let names = 0;
  const fresh = (prefix: string) => `${prefix}-${++names}`;

  const signingIn = async (viewers?: readonly []) => {
    const body = { name: 'New', key: fresh('signing'), redirectUris: ['https://a.test/'], viewers };
    const { json } = await ask(`${house.url}/api/rest/services`, {
      method: 'POST',
      cookie: house.cookie,
      body: { ...body, authCodeFlowEnabled: true },
    });
    rememberSecret(json.secret);
    return json.id;
  };
  const refusing: Readonly<Record<string, () => Promise<string>>> = {
    'seen by all': () => signingIn(),
    hidden: () => signingIn([]),
    absent: async () => absentId,
  };

  const rows: RowsOf<EndpointId> = {
    ...administrationRows(house, cast),
    ...identityRows(house, cast),
    ...sessionRows(house, cast),
    'users.list': { '': () => ({}) },
    'users.create': { '': () => ({ body: { login: fresh('newcomer'), name: 'Newcomer' } }) },
    'users.get': each({ ...users, guest: 'guest' }, (userId) => ({ parameters: { userId } })),
    'users.update': each({ ...users, guest: 'guest' }, (userId) => ({
      parameters: { userId },
      body: { banned: false },
    })),
    'permanentTokens.list': each(users, (userId) => ({ parameters: { userId } })),
    'permanentTokens.create': {
      ...each(users, (userId) => ({
        parameters: { userId },
        body: { name: fresh('token'), scope: [{ id: authorityId }] },
      })),
      'me, for another service': () => ({
        parameters: { userId: 'me' },
        body: { name: fresh('token'), scope: [{ id: cast.shared.id }] },
      }),
    },
    'permanentTokens.get': each(tokens, async (make) => ({ parameters: await make() })),
    'permanentTokens.revoke': each(tokens, async (make) => ({ parameters: await make() })),
    'applicationPasswords.list': each(users, (userId) => ({ parameters: { userId } })),
    'applicationPasswords.create': each(users, (userId) => ({
      parameters: { userId },
      body: { name: fresh('program') },
    })),
    'applicationPasswords.get': each(passwords, async (make) => ({ parameters: await make() })),
    'applicationPasswords.revoke': each(passwords, async (make) => ({ parameters: await make() })),
    'refreshTokens.list': each(users, (userId) => ({ parameters: { userId } })),
    'refreshTokens.get': each(connections, async (make) => ({ parameters: await make() })),
    'refreshTokens.revoke': each(connections, async (make) => ({ parameters: await make() })),
    'approvedScopes.list': each(users, (userId) => ({ parameters: { userId } })),
    'approvedScopes.get': each(consents, async (make) => ({ parameters: await make() })),
    'approvedScopes.revoke': each(consents, async (make) => ({ parameters: await make() })),
    'services.list': { '': () => ({}) },
    'services.create': { '': () => ({ body: { name: 'New', key: fresh('service') } }) },
    'clients.register': { '': () => ({ body: assistant }) },
    'services.header': { '': () => ({}) },
    'services.get': each(services, (serviceId) => ({ parameters: { serviceId } })),
    'services.rotateSecret': each(services, (serviceId) => ({ parameters: { serviceId } })),
    'services.listSecrets': each(services, (serviceId) => ({ parameters: { serviceId } })),
    'services.endSecret': each(services, async (serviceId) => ({
      parameters: { serviceId, secretId: await anEarlierSecret(house, serviceId) },
    })),
    'services.listRefreshTokens': each(services, (serviceId) => ({ parameters: { serviceId } })),
    'services.endRefreshTokens': each(services, (serviceId) => ({ parameters: { serviceId } })),
    'services.listUntrustedRedirectUris': each(services, (serviceId) => ({ parameters: { serviceId } })),
    'services.acceptUntrustedRedirectUri': each(refusing, async (make) => ({
      parameters: await refusedAddress(house, await make()),
    })),
    'services.dismissUntrustedRedirectUri': each(refusing, async (make) => ({
      parameters: await refusedAddress(house, await make()),
    })),
    'events.list': { '': () => ({}), 'by a login': () => ({ query: 'query=author:owner' }) },
    'events.queryAssist': { '': () => ({ query: 'query=author:&caret=7' }) },
    'events.export': { '': () => ({}) },
    'events.integrity': { '': () => ({}) },
    'events.get': each({ 'the first': '1', absent: '999999999', 'no number': 'x' }, (eventId) => ({
      parameters: { eventId },
    })),
    'settings.public': { '': () => ({}) },
    'settings.login': {
      'of a service that signs nobody in': () => ({ query: `client_id=${cast.shared.id}` }),
    },
    'introspection.introspect': each(
      {
        'a token for the asking service': cast.tokenForAsking,
        'a token for another': cast.tokenForAnother,
        absent: `csn_pat_${'0'.repeat(49)}`,
      },
      (token) => ({ form: { token } }),
    ),
    'introspection.changes': { '': () => ({ form: {} }) },
    'introspection.uses': { '': () => ({ body: {} }) },
    'forwardAuth.check': each(
      { "the authority's door": 'Countersign', "the shared service's door": cast.shared.id, absent: 'none' },
      (service) => ({ query: `service=${service}` }),
    ),
    'probes.live': { '': () => ({}) },
    'probes.ready': { '': () => ({}) },
    'openapi.get': { '': () => ({}) },
  };
  // In the order of the table of endpoints, which readers of the golden file know.
  return endpoints.flatMap(({ id }) =>
    Object.entries(rows[id]).map(([object, prepare]) => ({ endpoint: id, object, prepare })),
  );
}

/** A token of somebody's, issued for one cell: some callers will revoke it. */
async function freshToken({ url, cookie }: OpenAuthority, cast: Cast, userId: string): Promise<string> {
  return (await issueToken(url, cookie, [cast.shared.id], { userId, name: 'for one cell' })).id;
}

/** The secret before the one in force, still good. */
async function anEarlierSecret({ url, cookie }: OpenAuthority, service: string): Promise<string> {
  const path = `${url}/api/rest/services/${service}/secret`;
  for (let count = 0; count < 2; count++) {
    const { json } = await ask(path, { method: 'POST', cookie, body: { overlap: 3_600 } });
    if (json.secret !== undefined) rememberSecret(json.secret);
  }
  const { json } = await ask(`${path}s`, { cookie });
  return json.secrets?.[1].id ?? absentId;
}

/** An address that was refused because it is not registered for the service. */
async function refusedAddress({ url, cookie }: OpenAuthority, serviceId: string) {
  const query = new URLSearchParams({
    client_id: serviceId,
    response_type: 'code',
    redirect_uri: 'https://b.test/',
    scope: 'openid',
  });
  await ask(`${url}/api/rest/oauth2/auth?${query}`);
  const { json } = await ask(`${url}/api/rest/services/${serviceId}/untrustedredirecturis`, { cookie });
  return { serviceId, redirectUriId: json.untrustedredirecturis?.[0].id ?? absentId };
}

/** Asks what the row asks as the caller. */
export async function askAs(
  url: string,
  row: MatrixRow,
  prepared: Prepared,
  credential: Parameters<typeof ask>[1],
): Promise<Awaited<ReturnType<typeof ask>>> {
  const endpoint = endpoints.find(({ id }) => id === row.endpoint);
  if (endpoint === undefined) throw new Error(`there is no endpoint ${row.endpoint}`);
  const { parameters = {}, query, body, form } = prepared;
  const path = endpoint.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => parameters[name] ?? '');
  const headers = {
    ...credential?.headers,
    ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
  };
  const sent = form === undefined ? body : new URLSearchParams(form).toString();
  return ask(`${url}${path}${query === undefined ? '' : `?${query}`}`, {
    ...credential,
    method: endpoint.method,
    headers,
    ...(sent !== undefined && { body: sent }),
  });
}
