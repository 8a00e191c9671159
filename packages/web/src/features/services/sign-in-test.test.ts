import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Service } from '@countersign/sdk';
import { signInAddress, signInTestOf } from './sign-in-test.ts';

const service: Service = {
  type: 'service',
  id: '9c1f4d1e-0000-4000-8000-000000000001',
  key: 'wiki',
  name: 'Wiki',
  description: null,
  homeUrl: null,
  applicationName: 'Wiki',
  trusted: true,
  viewers: [{ type: 'userGroup', id: '1', name: 'Writers' }],
  creationTime: 0,
  aliases: [],
  redirectUris: ['https://wiki.example.com/callback'],
  authCodeFlowEnabled: true,
  refreshTokensEnabled: false,
  consentRequired: true,
  accessTokenLifetime: 900,
  refreshTokenIdleLifetime: 3_600,
  refreshTokenLifetime: 7_200,
};

describe('a sign-in that is tried', () => {
  test('says what stands in its way', () => {
    assert.equal(signInTestOf(service).obstacle, undefined);
    assert.equal(signInTestOf({ ...service, authCodeFlowEnabled: false }).obstacle, 'flow');
    assert.equal(signInTestOf({ ...service, redirectUris: [] }).obstacle, 'address');
    assert.equal(signInTestOf({ ...service, strictProfile: true }).obstacle, 'strict');
  });

  test('says whether users are asked: of an installed program each time, whatever is set', () => {
    const installed = { ...service, trusted: false, redirectUris: ['ytoauth://landing.url'] };
    assert.equal(signInTestOf(service).asks, 'once');
    assert.equal(signInTestOf({ ...service, consentRequired: false }).asks, 'nobody');
    assert.equal(signInTestOf({ ...service, trusted: false }).asks, 'once');
    for (const consentRequired of [true, false])
      assert.equal(signInTestOf({ ...installed, consentRequired }).asks, 'each time');
    const local = { ...service, redirectUris: ['http://localhost:8080/callback'] };
    assert.equal(signInTestOf(local).asks, 'once');
    assert.equal(signInTestOf({ ...local, implicitFlowEnabled: true }).asks, 'each time');
    assert.equal(signInTestOf({ ...local, redirectUris: ['wiki:done'] }).asks, 'each time');
  });

  test('says how long what comes of it lives', () => {
    assert.equal(signInTestOf(service).connected, undefined);
    const { connected, accessSeconds } = signInTestOf({ ...service, refreshTokensEnabled: true });
    assert.deepEqual([connected, accessSeconds], [{ idle: 3_600, total: 7_200 }, 900]);
  });

  test('is at an address of the settings, with a challenge of chance', () => {
    const chance = new Uint8Array(32).fill(0xff);
    const chosen = { redirectUri: 'https://wiki.example.com/callback?a=b', scope: 'act', chance } as const;
    const url = new URL(signInAddress('https://auth.example.com/api/rest/oauth2/auth', service, chosen));
    assert.deepEqual(Object.fromEntries(url.searchParams), {
      client_id: service.id,
      response_type: 'code',
      redirect_uri: chosen.redirectUri,
      scope: `openid profile ${service.id}`,
      state: 'test-sign-in',
      code_challenge: '__________________________________________8',
      code_challenge_method: 'S256',
    });
  });
});
