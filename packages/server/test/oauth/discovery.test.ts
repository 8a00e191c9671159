import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { authorizationRequest, connect, registerClient } from '../../../../test/harness/oauth-client.ts';
import { askForDeviceCode } from '../../../../test/harness/oauth-device.ts';
import { authorize } from '../../../../test/harness/oauth-visitor.ts';
import { ask } from '../../../../test/harness/rest-client.ts';
import { freePort } from '../../../../test/harness/running-authority.ts';
import { openAuthority } from '../harness/open-authority.ts';
import { sendRaw } from '../harness/raw-http.ts';

const house = await openAuthority();
const { url, port, cookie } = house;
const paths = ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server'] as const;
const metadata = (await ask(url + paths[0])).json;

describe('the metadata', () => {
  test('stands at both addresses, the same for everybody', async () => {
    for (const path of paths) {
      const answer = await ask(url + path, { cookie, headers: { origin: 'https://elsewhere.example' } });
      assert.equal(answer.status, 200);
      assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
      assert.equal(answer.headers.get('access-control-allow-origin'), 'https://elsewhere.example');
      assert.equal(answer.headers.get('access-control-allow-credentials'), null);
      assert.deepEqual(answer.json, metadata);
    }
  });

  test('says whose it is: the configured address, without a query or a fragment', () => {
    assert.equal(metadata.issuer, url);
  });

  const headers: Readonly<Record<string, readonly string[]>> = {
    'another host': ['Host: evil.example'],
    'another host with a port': [`Host: evil.example:${port}`],
    'another host by a proxy that nobody trusts': [
      'X-Forwarded-Host: evil.example',
      'X-Forwarded-Proto: https',
    ],
    'several hosts by one': ['X-Forwarded-Host: evil.example, localhost', 'X-Forwarded-Port: 444'],
    'the newer header of proxies': ['Forwarded: host=evil.example;proto=https'],
    'an address as a host': ['Host: localhost@evil.example'],
    'a prefix': ['X-Forwarded-Prefix: /evil', 'X-Original-URL: /evil', 'X-Rewrite-URL: /evil'],
  };
  for (const [what, lines] of Object.entries(headers)) {
    test(`follows nothing that a request says of itself: ${what}`, async () => {
      for (const path of paths) {
        const hosted = lines.some((line) => line.startsWith('Host:')) ? [] : [`Host: localhost:${port}`];
        const all = [...hosted, 'Connection: close', ...lines];
        const answer = await sendRaw(port, { target: path, headers: all, bare: true });
        assert.equal(answer.status, 200);
        assert.deepEqual(JSON.parse(answer.body), metadata);
      }
    });
  }

  test('follows no address that is asked as a whole, or by another spelling', async () => {
    for (const target of [
      `http://evil.example${paths[0]}`,
      `//evil.example${paths[0]}`,
      `/x/..${paths[0]}`,
      `${paths[0]}?issuer=https://evil.example`,
    ]) {
      const answer = await sendRaw(port, { target });
      assert.ok(!answer.body.includes('evil.example'), target);
    }
  });

  test('offers codes with S256 alone, refresh tokens, and nothing that is weaker', () => {
    assert.deepEqual(metadata.response_types_supported, ['code']);
    assert.deepEqual(metadata.grant_types_supported.sort(), [
      'authorization_code',
      'client_credentials',
      'refresh_token',
      'urn:ietf:params:oauth:grant-type:device_code',
    ]);
    assert.deepEqual(metadata.code_challenge_methods_supported, ['S256']);
    assert.deepEqual(metadata.response_modes_supported, ['query']);
    assert.deepEqual(metadata.scopes_supported.sort(), ['email', 'offline_access', 'openid', 'profile']);
    assert.deepEqual(metadata.id_token_signing_alg_values_supported, ['RS256']);
    assert.equal(metadata.authorization_response_iss_parameter_supported, true);
    assert.equal(metadata.request_uri_parameter_supported ?? false, false);
    assert.equal(metadata.request_parameter_supported ?? false, false);
  });

  test('names endpoints that are there, and only those', async () => {
    const named = Object.entries(metadata).filter(([name]) => /_endpoint$|_uri$/.test(name)) as [
      string,
      string,
    ][];
    assert.deepEqual(named.map(([name]) => name).sort(), [
      'authorization_endpoint',
      'device_authorization_endpoint',
      'end_session_endpoint',
      'introspection_endpoint',
      'jwks_uri',
      'pushed_authorization_request_endpoint',
      'revocation_endpoint',
      'token_endpoint',
      'userinfo_endpoint',
    ]);
    for (const [name, address] of named) {
      assert.ok(address.startsWith(`${url}/api/rest/oauth2/`), name);
      const statuses = [(await ask(address)).status, (await ask(address, { method: 'POST' })).status];
      assert.ok(
        statuses.every((status) => status !== 404) && statuses.some((status) => status !== 405),
        `${name} ${statuses}`,
      );
    }
  });

  test('leaves out nothing that the engine could do: its other addresses are not there', async () => {
    for (const path of [
      'request',
      'device/auth',
      'device',
      'reg',
      'register',
      'session/end',
      'backchannel',
      'me',
      'token/introspection',
      'jwks',
      'challenge',
      'auth/x/y',
      '.well-known/openid-configuration',
    ])
      for (const start of ['', '/api/rest/oauth2'])
        for (const method of ['GET', 'POST']) {
          if (start === '' && (path === 'device' || path.startsWith('.'))) continue;
          if (start !== '' && path === 'device/auth') continue;
          const { status } = await ask(`${url}${start}/${path}`, {
            method,
            cookie,
            headers: { accept: 'application/json' },
          });
          assert.ok([404, 405].includes(status), `${method} ${start}/${path} ${status}`);
        }
  });

  test('is read by every page, and so are the keys, which are public halves alone', async () => {
    const { keys } = (await ask(metadata.jwks_uri)).json;
    assert.ok(keys.length > 0);
    for (const key of keys) {
      assert.deepEqual(Object.keys(key).sort(), ['alg', 'e', 'kid', 'kty', 'n', 'use']);
      assert.deepEqual([key.kty, key.use, key.alg], ['RSA', 'sig', 'RS256']);
      assert.ok(Buffer.from(key.n, 'base64url').length >= 256);
    }
  });
});

test('the metadata names with which algorithms a key may be proved, asymmetric ones alone (RFC 9449 §5.1)', () => {
  const names: readonly string[] = metadata.dpop_signing_alg_values_supported;
  assert.ok(names.includes('ES256') && names.includes('EdDSA'));
  assert.ok(names.every((name) => /^(ES|PS|RS|Ed)/.test(name)));
});

describe('the metadata of the REST interface', () => {
  const wellKnown = '/.well-known/oauth-protected-resource';

  test('says who gives tokens for it, and how they are shown, to everybody', async () => {
    for (const [path, resource] of [
      [wellKnown, url],
      [`${wellKnown}/api/rest`, `${url}/api/rest`],
    ] as const) {
      const answer = await ask(url + path, { cookie, headers: { origin: 'https://elsewhere.example' } });
      assert.equal(answer.status, 200);
      assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
      assert.equal(answer.headers.get('access-control-allow-origin'), '*');
      assert.deepEqual(answer.json, {
        resource,
        authorization_servers: [metadata.issuer],
        scopes_supported: ['0-0-0-0-0'],
        bearer_methods_supported: ['header'],
        dpop_signing_alg_values_supported: metadata.dpop_signing_alg_values_supported,
        dpop_bound_access_tokens_required: false,
      });
      assert.ok(metadata.protected_resources.includes(resource));
      assert.equal((await ask(url + path, { method: 'OPTIONS' })).status, 204);
      assert.equal((await ask(url + path, { method: 'POST' })).status, 405);
    }
  });

  test('is found by a program that is refused, and leads it to a token that is taken', async () => {
    const refused = await ask(`${url}/api/rest/users/me`);
    assert.equal(refused.status, 401);
    const [, at] = /resource_metadata="([^"]+)"/.exec(refused.headers.get('www-authenticate') ?? '') ?? [];
    const { authorization_servers, scopes_supported } = (await ask(at ?? '')).json;
    assert.deepEqual(authorization_servers, [url]);
    const tokens = await connect(await registerClient(house, 'reader'), house, scopes_supported.join(' '));
    assert.equal((await ask(`${url}/api/rest/users/me`, { token: tokens.access })).status, 200);
    const wrong = await ask(`${url}/api/rest/users/me`, { token: 'x' });
    assert.ok(wrong.headers.get('www-authenticate')?.includes(`resource_metadata="${at}"`));
  });

  test('follows nothing that a request says of itself', async () => {
    for (const lines of [
      ['Host: evil.example'],
      [`Host: localhost:${port}`, 'X-Forwarded-Host: evil.example', 'Forwarded: host=evil.example'],
    ])
      for (const target of [wellKnown, '/api/rest/users/me']) {
        const answer = await sendRaw(port, { target, headers: ['Connection: close', ...lines], bare: true });
        assert.ok(!answer.wire.includes('evil.example'), answer.wire);
      }
  });
});

describe('below a path', () => {
  test('everything stands below it, and the metadata also where RFC 8414 looks for it', async () => {
    const freed = await freePort();
    const origin = `http://localhost:${freed}`;
    const below = await openAuthority({ port: freed, env: { COUNTERSIGN_PUBLIC_URL: `${origin}/hub` } });
    const at = [`${below.url}${paths[0]}`, `${below.url}${paths[1]}`, `${origin}${paths[1]}/hub`];
    for (const address of at) {
      const { json } = await ask(address, { headers: { 'x-forwarded-host': 'evil.example' } });
      assert.equal(json.issuer, `${origin}/hub`, address);
      for (const [name, named] of Object.entries(json))
        if (/_endpoint$|_uri$/.test(name))
          assert.match(String(named), new RegExp(`^${origin}/hub/api/rest/oauth2/`));
      assert.equal((await ask(json.jwks_uri)).status, 200);
    }
    const resource = `${origin}/.well-known/oauth-protected-resource/hub`;
    for (const [address, named] of [
      [resource, below.url],
      [`${below.url}/.well-known/oauth-protected-resource`, below.url],
      [`${resource}/api/rest`, `${below.url}/api/rest`],
    ] as const) {
      const { json } = await ask(address, { headers: { 'x-forwarded-host': 'evil.example' } });
      assert.deepEqual([json.resource, json.authorization_servers], [named, [below.url]], address);
    }
    const refused = await ask(`${below.url}/api/rest/users/me`);
    assert.ok(
      refused.headers.get('www-authenticate')?.includes(`resource_metadata="${resource}/api/rest"`),
      refused.text,
    );
    const client = await registerClient(below, 'client');
    const tokens = await connect(client, below);
    assert.equal((await ask(`${below.url}/api/rest/users/me`, { token: tokens.access })).status, 200);
    const { location } = await authorize(below, authorizationRequest(client).address);
    assert.equal(new URL(location ?? '').searchParams.get('iss'), below.url);
    const television = await registerClient(below, 'television', { deviceFlowEnabled: true });
    const { verification_uri_complete: page } = (await askForDeviceCode(television)).json;
    assert.ok(page.startsWith(`${below.url}/device?`), page);
    assert.match((await ask(page)).text, /<form method="post" action="\/hub\/device">/);
  });
});

test('an answer to a browser comes from the configured address too, whatever host it was asked for', async () => {
  const client = await registerClient(house, 'client');
  await connect(client, house);
  const target = authorizationRequest(client).address.slice(url.length);
  for (const headers of [
    ['Host: evil.example'],
    [`Host: localhost:${port}`, 'X-Forwarded-Host: evil.example'],
  ])
    for (const more of ['', '&prompt=login', '&response_type=token']) {
      const answer = await sendRaw(port, {
        bare: true,
        target: target + more,
        headers: [...headers, 'Connection: close', `Cookie: ${cookie}`, 'Accept: text/html'],
      });
      const said = JSON.stringify([...answer.headers]);
      assert.ok(!said.includes('evil.example') && !answer.body.includes('evil.example'), said);
    }
});
