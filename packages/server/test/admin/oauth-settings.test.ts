import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PermissionKey } from '@countersign/core';
import { type Answer, type Ask, ask, issueToken } from '../../../../test/harness/rest-client.ts';
import { addFactor, addSomebody, fresh } from '../harness/household.ts';
import { openHouse } from '../harness/open-house.ts';
import { basicAuthorization, makeApplicationPassword } from '../harness/people.ts';
import { assertError, changesNothing } from '../harness/refused.ts';
import { lastAuditNumber, readAuditEvents } from '../harness/rows.ts';

const house = await openHouse();
const { url, cookie } = house;
const databaseFile = `${house.authority.settings.data.directory}/countersign.db`;
const operating = 'jetbrains.jetpass.low-level' as PermissionKey;
const plain = await addSomebody(house, 'plain');

const at = (path: string, options: Ask = {}): Promise<Answer> => ask(`${url}/api/rest/${path}`, options);
const post = (path: string, body: object, as: Ask = { cookie }) => at(path, { method: 'POST', ...as, body });

const nothing = {
  trusted: true,
  redirectUris: [],
  authCodeFlowEnabled: false,
  refreshTokensEnabled: false,
  clientCredentialsFlowEnabled: false,
  deviceFlowEnabled: false,
  implicitFlowEnabled: false,
  resourceOwnerFlowEnabled: false,
  pkceRequired: true,
  lenientVerifier: false,
  embeddedSignIn: false,
  strictProfile: false,
  consentRequired: true,
  accessTokenLifetime: 3_600,
  refreshTokenIdleLifetime: 2_592_000,
  refreshTokenLifetime: 31_536_000,
};
const callback = 'https://wiki.example.com/callback';
const signsIn = {
  redirectUris: [callback, 'http://localhost:4180/callback'],
  authCodeFlowEnabled: true,
  refreshTokensEnabled: true,
};

/** The settings in an answer, without the rest of the service. */
function settingsIn({ status, json, text }: Answer) {
  assert.equal(status, 200, text);
  return Object.fromEntries(Object.keys(nothing).map((name) => [name, json[name]]));
}

async function aService(settings: object = {}): Promise<string> {
  const made = await post('services', { name: 'Wiki', key: fresh('service'), ...settings });
  assert.equal(made.status, 200, made.text);
  return `services/${made.json.id}`;
}

describe('the OAuth settings of a service', () => {
  test('are all off where it was created with a name alone', async () => {
    const made = await post('services', { name: fresh('Named') });
    assert.deepEqual(settingsIn(made), nothing);
    assert.deepEqual(settingsIn(await at(`services/${made.json.id}`, { cookie })), nothing);
  });

  test('are given with its creation, or later', async () => {
    const created = await aService(signsIn);
    const later = await aService();
    await post(later, signsIn);
    for (const path of [created, later])
      assert.deepEqual(settingsIn(await at(path, { cookie })), { ...nothing, ...signsIn });
  });

  test('are changed one by one, and what a change does not name stays', async () => {
    const path = await aService();
    let now: Record<string, unknown> = { ...nothing };
    for (const change of [
      { redirectUris: [callback] },
      { authCodeFlowEnabled: true },
      { refreshTokensEnabled: true },
      { deviceFlowEnabled: true },
      { clientCredentialsFlowEnabled: true },
      { pkceRequired: true },
      { strictProfile: true },
      { consentRequired: false },
      { accessTokenLifetime: 60 },
      { refreshTokenIdleLifetime: 3_600 },
      { refreshTokenLifetime: 3_600 },
      { clientCredentialsFlowEnabled: false, trusted: false },
      { redirectUris: [callback, 'ytoauth://landing.url'] },
    ]) {
      now = { ...now, ...change };
      assert.deepEqual(settingsIn(await post(path, change)), now);
    }
    assert.deepEqual(settingsIn(await post(path, { name: 'Renamed', description: 'x' })), now);
    assert.deepEqual(settingsIn(await at(path, { cookie })), now);
  });

  test('are told to administrators alone, but for whether it keeps its secret', async () => {
    const path = await aService({ ...signsIn, trusted: false });
    const { json } = await at(path, { cookie: plain.cookie });
    assert.deepEqual(
      Object.keys(nothing).filter((name) => Object.hasOwn(json, name)),
      ['trusted'],
    );
    assert.equal(json.trusted, false);
  });

  test('are refused with the field and its rule', async () => {
    const path = await aService(signsIn);
    for (const [body, field] of [
      [{ redirectUris: [] }, 'redirectUris'],
      [{ redirectUris: null }, 'redirectUris'],
      [{ redirectUris: callback }, 'redirectUris'],
      [{ redirectUris: [callback, 1] }, 'redirectUris.1'],
      [{ redirectUris: [callback, callback] }, 'redirectUris.1'],
      [{ redirectUris: Array.from({ length: 51 }, (_, i) => `${callback}${i}`) }, 'redirectUris'],
      [{ redirectUris: [`${callback}?${'x'.repeat(2_000)}`] }, 'redirectUris.0'],
      [{ redirectUris: ['ytoauth://landing.url'] }, 'redirectUris.0'],
      [{ authCodeFlowEnabled: false }, 'refreshTokensEnabled'],
      [{ clientCredentialsFlowEnabled: 'true' }, 'clientCredentialsFlowEnabled'],
      [{ clientCredentialsFlowEnabled: true, trusted: false }, 'clientCredentialsFlowEnabled'],
      [{ deviceFlowEnabled: 'true' }, 'deviceFlowEnabled'],
      [{ implicitFlowEnabled: 'true' }, 'implicitFlowEnabled'],
      [{ resourceOwnerFlowEnabled: true, trusted: false }, 'resourceOwnerFlowEnabled'],
      [{ lenientVerifier: null }, 'lenientVerifier'],
      [{ strictProfile: 'true' }, 'strictProfile'],
      [{ strictProfile: true, implicitFlowEnabled: true }, 'implicitFlowEnabled'],
      [{ strictProfile: true, resourceOwnerFlowEnabled: true }, 'resourceOwnerFlowEnabled'],
      [{ strictProfile: true, lenientVerifier: true }, 'lenientVerifier'],
      [{ strictProfile: true, embeddedSignIn: true }, 'embeddedSignIn'],
      [{ authCodeFlowEnabled: 'true' }, 'authCodeFlowEnabled'],
      [{ trusted: null }, 'trusted'],
      [{ pkceRequired: false }, 'pkceRequired'],
      [{ accessTokenLifetime: 59 }, 'accessTokenLifetime'],
      [{ accessTokenLifetime: 86_401 }, 'accessTokenLifetime'],
      [{ accessTokenLifetime: 60.5 }, 'accessTokenLifetime'],
      [{ accessTokenLifetime: '60' }, 'accessTokenLifetime'],
      [{ refreshTokenIdleLifetime: 3_599 }, 'refreshTokenIdleLifetime'],
      [{ refreshTokenIdleLifetime: 31_536_001 }, 'refreshTokenIdleLifetime'],
      [{ refreshTokenLifetime: 2_591_999 }, 'refreshTokenLifetime'],
      [{ refreshTokenLifetime: 315_360_001 }, 'refreshTokenLifetime'],
    ] as const) {
      const answer = await changesNothing({ databaseFile }, () => post(path, body));
      assertError(answer, 400, field);
      const created = { name: 'x', key: fresh('service'), ...signsIn, ...body };
      assertError(await changesNothing({ databaseFile }, () => post('services', created)), 400, field);
    }
  });

  test('name every field that is wrong at once', async () => {
    const wrong = { trusted: false, redirectUris: ['x'], refreshTokensEnabled: true };
    const answer = await post(await aService(), { ...wrong, accessTokenLifetime: 0 });
    for (const field of ['redirectUris.0', 'refreshTokensEnabled', 'accessTokenLifetime'])
      assertError(answer, 400, field);
  });

  test('refuse an address that only looks like one that answers may be sent to', async () => {
    const path = await aService({ trusted: false });
    for (const uri of [
      'http://wiki.example.com/callback',
      'http://localhost.example.com/',
      'http://127.0.0.1.example.com/',
      'http://127.0.0.2/',
      'http://localhost@evil.example/',
      'https://wiki.example.com@evil.example/',
      'https://wiki.example.com:443@@evil.example/',
      'https://wiki.example.com\\@evil.example/',
      'https://wiki.example.com/callback#',
      'https://*.example.com/callback',
      'https://wiki.example.com/*',
      'https://wik\u0456.example.com/',
      'https://wiki.example.com/\r\nLocation: https://evil.example',
      ' https://wiki.example.com/',
      '//wiki.example.com/',
      '/callback',
      'javascript:alert(1)',
      'JAVASCRIPT:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      '',
    ])
      assertError(await post(path, { redirectUris: [uri] }), 400, 'redirectUris.0');
    assert.deepEqual(settingsIn(await at(path, { cookie })), { ...nothing, trusted: false });
  });

  test('change in a session that is fresh, by a token, and by no program', async () => {
    const operator = await addSomebody(house, 'operator', [[[operating]]]);
    await addFactor(house, operator.id);
    const { password } = await makeApplicationPassword({ url, cookie: operator.cookie }, 'a script');
    const path = await aService();
    const program = { headers: { authorization: basicAuthorization(operator.login, password) } };
    assert.equal((await post(path, { description: 'x' }, program)).status, 200);
    for (const change of [signsIn, { trusted: false }, { accessTokenLifetime: 600 }]) {
      const refused = await changesNothing({ databaseFile }, () => post(path, change, program));
      assertError(refused, 403);
      assert.match(refused.json.error_description, /An application password cannot change how a service/);
    }
    assert.equal((await post(path, nothing, program)).status, 200, 'nothing is changed by it');
    const { token } = await issueToken(url, cookie, ['0-0-0-0-0']);
    assert.equal((await post(path, signsIn, { token })).status, 200);
  });

  test('change by whoever holds Low-level Admin Write, and by nobody else', async () => {
    const operator = await addSomebody(house, fresh('operator'), [[[operating]]]);
    const path = await aService();
    assertError(await post(path, signsIn, { cookie: plain.cookie }), 403);
    assert.equal((await post(path, signsIn, { cookie: operator.cookie })).status, 200);
  });

  test('of the authority itself stay as they are', async () =>
    assertError(await post('services/0-0-0-0-0', signsIn), 409));

  test('are in the log, each by its name, with what was and what is', async () => {
    const path = await aService();
    const before = lastAuditNumber(databaseFile);
    await post(path, { ...signsIn, trusted: false, accessTokenLifetime: 600 });
    await post(path, signsIn);
    const [first, second] = readAuditEvents(databaseFile, before).map(({ text }) => JSON.parse(text));
    assert.equal(first.kind, 'service.updated');
    assert.deepEqual(first.changes, [
      { field: 'isConfidential', before: true, after: false },
      { field: 'redirectUris', before: [], after: signsIn.redirectUris },
      { field: 'flows', before: [], after: ['authorizationCode', 'refresh'] },
      { field: 'accessTokenSeconds', before: 3_600, after: 600 },
    ]);
    assert.deepEqual(second.changes, []);
    await aService(signsIn);
    const registered = JSON.parse(readAuditEvents(databaseFile).at(-1)?.text ?? '');
    assert.deepEqual(registered.details.flows, ['authorizationCode', 'refresh']);
    assert.deepEqual(registered.details.redirectUris, signsIn.redirectUris);
  });
});
