import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { authorizationRequest, registerClient } from '../../../../test/harness/oauth-client.ts';
import { ask } from '../../../../test/harness/rest-client.ts';
import { addSomebody, fresh } from '../harness/household.ts';
import { openHouse } from '../harness/open-house.ts';

const house = await openHouse();
const { url } = house;
const page = await registerClient(house, 'page', { trusted: false, implicitFlowEnabled: true });

type Fields = Readonly<Record<string, string | undefined>>;
const anew: Fields = {
  response_type: 'token',
  code_challenge: undefined,
  code_challenge_method: undefined,
  request_credentials: 'required',
};

/** Asks as a browser does that says from where, and tells whether the session is there afterwards. */
async function leave(site: string, fields: Fields = {}) {
  const { cookie } = await addSomebody(house, fresh('user'), []);
  const { address } = authorizationRequest(page, { ...anew, ...fields });
  const headers = { accept: 'text/html', 'sec-fetch-site': site };
  const answer = await ask(address, { cookie, headers });
  const { status } = await ask(`${url}/api/rest/users/me`, { cookie });
  const cookies = answer.headers.getSetCookie().filter((one) => one.startsWith('countersign='));
  return { answer, isSignedIn: status === 200, cookies };
}

describe('a request for credentials anew', () => {
  for (const site of ['same-site', 'same-origin'])
    test(`signs out whose browser says ${site}, and asks who they are`, async () => {
      const { answer, isSignedIn, cookies } = await leave(site);
      assert.equal(isSignedIn, false);
      assert.match(cookies.join(), /^countersign=; Max-Age=0; Path=\//);
      assert.match(answer.headers.get('location') ?? '', /^\/oauth\//);
    });

  for (const site of ['cross-site', 'none', ''])
    test(`signs nobody out whose browser says ${site || 'nothing'}, and still asks who they are`, async () => {
      const { answer, isSignedIn, cookies } = await leave(site);
      assert.deepEqual([isSignedIn, cookies], [true, []]);
      assert.match(answer.headers.get('location') ?? '', /^\/oauth\//);
    });

  test('signs nobody out for a service or an address that is not registered', async () => {
    for (const fields of [
      { client_id: 'absent' },
      { redirect_uri: 'https://elsewhere.example.test/callback' },
      { scope: 'absent' },
    ]) {
      const { answer, isSignedIn, cookies } = await leave('same-site', fields);
      assert.deepEqual([isSignedIn, cookies], [true, []], answer.text);
    }
  });

  test('signs nobody out where other credentials are asked for', async () => {
    for (const words of ['default', 'silent', 'skip', undefined]) {
      const { isSignedIn } = await leave('same-site', { request_credentials: words });
      assert.equal(isSignedIn, true, words ?? 'none');
    }
  });
});
