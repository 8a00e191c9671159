import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  askForCode,
  authenticationOf,
  authorizationRequest,
  postAsWritten,
  redeem,
  refresh,
  registerClient,
  type TestClient,
} from '../../../../test/harness/oauth-client.ts';
import { authorize } from '../../../../test/harness/oauth-visitor.ts';
import { type Answer, ask, introspect, registerService } from '../../../../test/harness/rest-client.ts';
import { addSomebody, fresh, type Somebody } from '../harness/household.ts';
import { openHouse } from '../harness/open-house.ts';

const house = await openHouse();
const { url, cookie } = house;
const wiki = await serviceAt('wiki', 'https://wiki.example.test/hub');
const tracker = await serviceAt('tracker', 'https://tracker.example.test');
await serviceAt('one', 'https://shared.example.test');
await serviceAt('two', 'https://shared.example.test/');
const server = await registerClient(house, 'server');
const script = await registerClient(house, 'script', { trusted: false });
const person = () => addSomebody(house, fresh('user'));

async function serviceAt(key: string, homeUrl: string) {
  const service = await registerService(url, cookie, key);
  const set = await ask(`${url}/api/rest/services/${service.id}`, {
    method: 'POST',
    cookie,
    body: { homeUrl },
  });
  assert.equal(set.status, 200, set.text);
  return service;
}

/** Where a token is taken. */
async function placesOf(token: string): Promise<string> {
  const places: string[] = [];
  if ((await ask(`${url}/api/rest/users/me`, { token })).status === 200) places.push('Hub');
  for (const service of [wiki, tracker])
    if ((await introspect(url, service, token)).json.active) places.push(service.key);
  return places.join(' ');
}

/** Sends a user there; `more` is a query, as it may hold a parameter several times. */
async function codeFor({ cookie: own }: Somebody, more: string, client: TestClient = server) {
  const { address, verifier } = authorizationRequest(client, { scope: undefined, access_type: 'offline' });
  const { location, page } = await authorize({ url, cookie: own }, `${address}&${more}`);
  if (location === undefined) throw new Error(`no answer came: ${page?.text}`);
  return { answer: new URL(location).searchParams, verifier };
}

async function tokensFor(user: Somebody, more: string, client: TestClient = server): Promise<Answer> {
  const { answer, verifier } = await codeFor(user, more, client);
  return redeem(client, { code: answer.get('code') ?? '', verifier });
}

const resources = (...values: readonly string[]) =>
  new URLSearchParams(values.map((value) => ['resource', value])).toString();

describe('an address of a service', () => {
  test('stands for it beside the scope and instead of one, and the answer calls it by its id', async () => {
    const user = await person();
    for (const [more, places, scope] of [
      [resources('https://wiki.example.test/hub'), 'wiki', wiki.id],
      [resources('https://wiki.example.test/hub/'), 'wiki', wiki.id],
      [resources('https://tracker.example.test/'), 'tracker', tracker.id],
      [resources(url), 'Hub', '0-0-0-0-0'],
      [resources(`${url}/api/rest`), 'Hub', '0-0-0-0-0'],
      [`${resources('https://tracker.example.test', url)}`, 'Hub tracker', `${tracker.id} 0-0-0-0-0`],
      [`scope=openid%20wiki&${resources(url)}`, 'Hub wiki', 'openid wiki 0-0-0-0-0'],
      [`scope=wiki&${resources('https://wiki.example.test/hub')}`, 'wiki', 'wiki'],
      [`scope=wiki&${resources('')}`, 'wiki', 'wiki'],
    ] as const) {
      const { json, text } = await tokensFor(user, more);
      assert.equal(json.scope, scope, more + text);
      assert.equal(await placesOf(json.access_token), places, more);
    }
  });

  test('is the one that the service has now', async () => {
    const user = await person();
    const mover = await serviceAt('mover', 'https://old.example.test');
    const errorAt = async (address: string) => (await codeFor(user, resources(address))).answer.get('error');
    assert.equal(await errorAt('https://old.example.test'), null);
    const body = { homeUrl: 'https://new.example.test' };
    await ask(`${url}/api/rest/services/${mover.id}`, { method: 'POST', cookie, body });
    assert.equal(await errorAt('https://old.example.test'), 'invalid_target');
    assert.equal(await errorAt('https://new.example.test'), null);
  });

  test('is on the page that asks for consent', async () => {
    const user = await person();
    const { address } = authorizationRequest(server, { scope: 'openid' });
    const { headers } = await ask(`${address}&${resources('https://wiki.example.test/hub')}`, {
      cookie: user.cookie,
    });
    const [pair = ''] =
      headers
        .getSetCookie()
        .find((one) => one.startsWith('countersign_interaction='))
        ?.split(';') ?? [];
    const page = await ask(new URL(headers.get('location') ?? '', url).href, {
      cookie: `${user.cookie}; ${pair}`,
    });
    assert.match(page.text, /do in <strong><bdi>wiki<\/bdi><\/strong> whatever you may do there/);
  });

  const unknown: Readonly<Record<string, readonly string[]>> = {
    'that nobody has': ['https://nobody.example.test'],
    'of two services': ['https://shared.example.test'],
    'that is half of ours': [url.slice(0, -1)],
    'above a home': ['https://wiki.example.test'],
    'below a home': ['https://wiki.example.test/hub/page'],
    'with a query': ['https://wiki.example.test/hub?x'],
    'with a fragment': ['https://wiki.example.test/hub#x'],
    'with an empty fragment': ['https://wiki.example.test/hub#'],
    'by another scheme': ['http://wiki.example.test/hub'],
    'at another port': ['https://wiki.example.test:8443/hub'],
    'with a user name': ['https://wiki.example.test@evil.example/hub'],
    'that is a path': ['/hub'],
    'that is a name': ['wiki'],
    'that is an id': [wiki.id],
    'without a scheme': ['//wiki.example.test/hub'],
    'that is a list': ['["https://wiki.example.test/hub"]'],
    'beside one that is known': ['https://wiki.example.test/hub', 'https://nobody.example.test'],
  };
  for (const [what, values] of Object.entries(unknown)) {
    test(`is invalid_target: one ${what}`, async () => {
      const user = await person();
      for (const more of [resources(...values), `scope=wiki&${resources(...values)}`]) {
        const { answer } = await codeFor(user, more);
        assert.equal(answer.get('error'), 'invalid_target', `${answer}`);
        assert.equal(answer.get('code'), null);
      }
      const code = await askForCode(server, { url, cookie: user.cookie }, 'wiki', { access_type: 'offline' });
      const tokens = (await redeem(server, code)).json;
      const refused = await askWith(server, tokens.refresh_token, resources(...values));
      assert.deepEqual([refused.status, refused.json.error], [400, 'invalid_target']);
    });
  }

  test('says what is wrong with it', async () => {
    const user = await person();
    for (const [value, words] of [
      ['https://wiki.example.test/hub#x', /without a fragment/],
      ['/hub', /must be an absolute address/],
      ['https://nobody.example.test', /^no service has its home at https:\/\/nobody\.example\.test$/],
      ['https://shared.example.test', /^more than one service has its home at/],
    ] as const) {
      const { answer } = await codeFor(user, resources(value));
      assert.match(answer.get('error_description') ?? '', words);
    }
  });

  test('cannot be smuggled past the question which service it is', async () => {
    const user = await person();
    for (const [name, value] of [
      ['countersign_resources', '["https://wiki.example.test/hub"]'],
      ['countersign_resources', '{'],
      ['countersign_services', 'wiki'],
    ] as const) {
      const { json } = await tokensFor(user, `scope=tracker&${new URLSearchParams([[name, value]])}`);
      assert.equal(await placesOf(json.access_token), 'tracker', name);
    }
  });
});

/** Renews, with what else the form shall say. */
function askWith(client: TestClient, token: string, more: string): Promise<Answer> {
  const own = client.secret === undefined ? `client_id=${client.id}&` : '';
  const form = `${own}grant_type=refresh_token&refresh_token=${token}&${more}`;
  return postAsWritten(client, 'token', form, authenticationOf(client));
}

describe('at the token endpoint an address', () => {
  for (const client of [server, script])
    test(`makes the token narrower, and not the connection, for the ${client === server ? 'confidential' : 'public'} client`, async () => {
      const user = await person();
      const first = (await tokensFor(user, 'scope=openid%20wiki%20tracker%20Hub', client)).json;
      let current = first.refresh_token;
      for (const [more, places] of [
        [resources('https://wiki.example.test/hub'), 'wiki'],
        [resources('https://tracker.example.test', url), 'Hub tracker'],
        [`scope=wiki&${resources(url)}`, 'Hub wiki'],
        ['', 'Hub wiki tracker'],
      ] as const) {
        const { json, text } = await askWith(client, current, more);
        assert.ok(json.access_token !== undefined, text);
        assert.equal(await placesOf(json.access_token), places, more);
        current = json.refresh_token ?? current;
      }
    });

  test('makes the first token narrower, too', async () => {
    const user = await person();
    const { answer, verifier } = await codeFor(user, 'scope=wiki%20tracker');
    const form = new URLSearchParams({
      grant_type: 'authorization_code',
      code: answer.get('code') ?? '',
      code_verifier: verifier,
      resource: 'https://tracker.example.test',
    });
    const { json } = await postAsWritten(server, 'token', form.toString(), authenticationOf(server));
    assert.equal(json.scope, tracker.id);
    assert.equal(await placesOf(json.access_token), 'tracker');
    assert.equal(
      await placesOf((await refresh(server, json.refresh_token)).json.access_token),
      'wiki tracker',
    );
  });

  test('never makes it wider, and the refused try costs nothing', async () => {
    const user = await person();
    for (const client of [server, script]) {
      const { json: first } = await tokensFor(user, 'scope=wiki', client);
      for (const more of [
        resources(url),
        resources('https://wiki.example.test/hub', 'https://tracker.example.test'),
        `scope=wiki&${resources(url)}`,
      ]) {
        const refused = await askWith(client, first.refresh_token, more);
        assert.deepEqual([refused.status, refused.json.error], [400, 'invalid_target'], more);
      }
      const refused = await askWith(
        client,
        first.refresh_token,
        `scope=Hub&${resources('https://wiki.example.test/hub')}`,
      );
      assert.deepEqual([refused.status, refused.json.error], [400, 'invalid_scope']);
      assert.equal(await placesOf((await refresh(client, first.refresh_token)).json.access_token), 'wiki');
    }
  });

  test('is part of what is repeated: who asks again for another service is not answered as before', async () => {
    const user = await person();
    const { json: first } = await tokensFor(user, 'scope=wiki%20tracker', script);
    const ask = (part: string) => askWith(script, first.refresh_token, resources(part));
    const { json: won } = await ask('https://wiki.example.test/hub');
    const { json: again } = await ask('https://wiki.example.test/hub');
    assert.equal(again.access_token, won.access_token);
    const other = await ask('https://tracker.example.test');
    assert.deepEqual([other.status, other.json.error], [400, 'invalid_grant']);
    assert.equal(await placesOf(won.access_token), 'wiki');
  });
});
