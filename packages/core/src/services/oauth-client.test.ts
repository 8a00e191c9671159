import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  brokenClientRule,
  changeClient,
  defaultClient,
  type OAuthClient,
  type OAuthClientChange,
} from './oauth-client.ts';

const redirectUris = ['https://wiki.example.com/callback'];
const withCode: OAuthClient = {
  ...defaultClient,
  redirectUris,
  flows: { ...defaultClient.flows, authorizationCode: true },
};

function brokenFields(change: OAuthClientChange): readonly string[] {
  const refusal = brokenClientRule(changeClient(defaultClient, change) ?? defaultClient);
  return refusal?.kind === 'malformed' ? refusal.fields.map(({ field }) => field) : [];
}

describe('a change', () => {
  test('leaves what it does not name', () => {
    const changed = changeClient(withCode, { flows: { refresh: true }, idleSeconds: 7_200 });
    const flows = { ...withCode.flows, refresh: true };
    assert.deepEqual(changed, { ...withCode, flows, idleSeconds: 7_200 });
    const named = { redirectUris: undefined, flows: { authorizationCode: undefined } };
    assert.deepEqual(changeClient(withCode, named), withCode);
  });

  test('of a service that takes no part begins from everything off', () => {
    assert.deepEqual(changeClient(undefined, { redirectUris }), { ...defaultClient, redirectUris });
    assert.equal(changeClient(undefined, {}), undefined);
    assert.equal(changeClient(undefined, { isConfidential: true, flows: { implicit: false } }), undefined);
    assert.deepEqual(changeClient(withCode, { ...defaultClient }), defaultClient);
  });
});

describe('the settings', () => {
  test('of a service that nobody has set anything for break no rule', () =>
    assert.equal(brokenClientRule(defaultClient), undefined));

  for (const flow of ['authorizationCode', 'implicit'] as const) {
    test(`need an address to send users back to for ${flow}`, () => {
      assert.deepEqual(brokenFields({ flows: { [flow]: true } }), ['redirectUris']);
      assert.deepEqual(brokenFields({ flows: { [flow]: true }, redirectUris }), []);
    });
  }

  test('need a flow that refresh tokens can come from', () => {
    assert.deepEqual(brokenFields({ flows: { refresh: true } }), ['refreshTokensEnabled']);
    const withTokens = { refresh: true, clientCredentials: true, implicit: true };
    assert.deepEqual(brokenFields({ flows: withTokens, redirectUris }), ['refreshTokensEnabled']);
    for (const flow of ['authorizationCode', 'device', 'password'] as const)
      assert.deepEqual(brokenFields({ flows: { refresh: true, [flow]: true }, redirectUris }), []);
  });

  test('are strict or weaker, and never both', () => {
    const isStrict = true;
    const flows = { authorizationCode: true, refresh: true, device: true, clientCredentials: true };
    assert.deepEqual(brokenFields({ isStrict, flows, redirectUris }), []);
    assert.deepEqual(brokenFields({ isStrict, flows: { implicit: true }, redirectUris }), [
      'implicitFlowEnabled',
    ]);
    assert.deepEqual(brokenFields({ isStrict, flows: { password: true } }), ['resourceOwnerFlowEnabled']);
    assert.deepEqual(brokenFields({ isStrict, isVerifierLenient: true }), ['lenientVerifier']);
    assert.ok(brokenFields({ isStrict, embedsSignIn: true, redirectUris }).includes('embeddedSignIn'));
    assert.deepEqual(brokenFields({ isVerifierLenient: true, flows: { password: true } }), []);
  });

  test('let a service act by itself only where it can keep its secret', () => {
    const flows = { clientCredentials: true };
    assert.deepEqual(brokenFields({ flows }), []);
    assert.deepEqual(brokenFields({ flows, isConfidential: false }), ['clientCredentialsFlowEnabled']);
  });

  test('hold each address once, byte for byte, and no more than fifty', () => {
    const [uri] = redirectUris;
    assert.ok(uri);
    assert.deepEqual(brokenFields({ redirectUris: [uri, `${uri}/`, uri.toUpperCase()] }), []);
    assert.deepEqual(brokenFields({ redirectUris: [uri, 'https://x.example', uri] }), ['redirectUris.2']);
    const many = (count: number) => Array.from({ length: count }, (_, index) => `${uri}/${index}`);
    assert.deepEqual(brokenFields({ redirectUris: many(50) }), []);
    assert.deepEqual(brokenFields({ redirectUris: many(51) }), ['redirectUris']);
  });

  test('that turn confidential keep no address with a scheme of its own', () => {
    const own = { redirectUris: ['ytoauth://landing.url'] };
    assert.deepEqual(brokenFields({ ...own, isConfidential: false }), []);
    assert.deepEqual(brokenFields(own), ['redirectUris.0']);
  });

  for (const [name, field, least, most] of [
    ['accessTokenSeconds', 'accessTokenLifetime', 60, 86_400],
    ['idleSeconds', 'refreshTokenIdleLifetime', 3_600, 31_536_000],
    ['totalSeconds', 'refreshTokenLifetime', 3_600, 315_360_000],
  ] as const) {
    test(`hold ${field} from ${least} to ${most} seconds`, () => {
      const broken = (seconds: number) => brokenFields({ idleSeconds: 3_600, [name]: seconds });
      for (const wrong of [0, -1, least - 1, most + 1, least + 0.5, Number.NaN, Number.POSITIVE_INFINITY])
        assert.deepEqual(broken(wrong), [field], String(wrong));
      assert.deepEqual(broken(least), []);
      assert.deepEqual(brokenFields({ totalSeconds: 315_360_000, [name]: most }), []);
    });
  }

  test('never let a connection end before it has been idle for too long', () => {
    assert.deepEqual(brokenFields({ idleSeconds: 7_200, totalSeconds: 7_199 }), ['refreshTokenLifetime']);
    assert.deepEqual(brokenFields({ idleSeconds: 7_200, totalSeconds: 7_200 }), []);
  });

  test('name every field that is wrong at once', () => {
    const flows = { refresh: true, clientCredentials: true };
    const wrong = { isConfidential: false, redirectUris: ['x', ...redirectUris, '*'], flows };
    assert.deepEqual(brokenFields({ ...wrong, accessTokenSeconds: 1 }), [
      'redirectUris.0',
      'redirectUris.2',
      'clientCredentialsFlowEnabled',
      'refreshTokensEnabled',
      'accessTokenLifetime',
    ]);
  });
});
