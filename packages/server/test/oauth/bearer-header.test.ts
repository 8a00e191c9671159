import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { connect, registerClient } from '../../../../test/harness/oauth-client.ts';
import { ask } from '../../../../test/harness/rest-client.ts';
import { openAuthority } from '../harness/open-authority.ts';
import { sendRaw } from '../harness/raw-http.ts';
import { unknownToken } from '../harness/unknown-token.ts';

const house = await openAuthority();
const { url, port } = house;
const server = await registerClient(house, 'server');
const { access } = await connect(server, house, 'openid Hub server');
/** Where an access token is shown: to the API, for what it says of its user, and at a door. */
const places = ['/api/rest/users/me', '/api/rest/oauth2/userinfo', '/api/authz/auth-request?service=server'];

const challenges = ({ headers }: { readonly headers: Headers }) => headers.get('www-authenticate') ?? '';

test('who shows nothing is told how, and who shows what is none is told that (RFC 6750 §3.1)', async () => {
  for (const place of places) {
    const nobody = await ask(url + place);
    assert.equal(nobody.status, 401, place);
    assert.match(challenges(nobody), /^Bearer realm="/, place);
    assert.doesNotMatch(challenges(nobody), /error/, place);
    for (const token of ['x', unknownToken('accessToken'), unknownToken('refreshToken')]) {
      const wrong = await ask(url + place, { token });
      assert.equal(wrong.status, 401, place);
      assert.match(challenges(wrong), /^Bearer realm="[^"]*", error="invalid_token"/, place);
    }
    assert.equal((await ask(url + place, { token: access })).status, 200, place);
  }
});

test('whose token is good, and not for this, is told that (RFC 6750 §3.1)', async () => {
  const { access: plain } = await connect(server, house, 'Hub');
  const answer = await ask(`${url}/api/rest/oauth2/userinfo`, { token: plain });
  assert.equal(answer.status, 403, answer.text);
  assert.match(challenges(answer), /^Bearer realm="[^"]*", error="insufficient_scope"/);
  assert.match(challenges(answer), /scope="openid"/);
});

test('the scheme counts in any case, with one space behind it', async () => {
  for (const place of places)
    for (const scheme of ['Bearer', 'bearer', 'BEARER', 'bEaReR']) {
      const answer = await ask(url + place, { headers: { authorization: `${scheme} ${access}` } });
      assert.equal(answer.status, 200, `${scheme} at ${place}`);
    }
});

test('whatever else stands in the header is no token, and no fault of ours', async () => {
  const around = fc.constantFrom('', ' ', '  ', '\t', ',', '"', '=', ';', '\u00a0', 'x', '%20', ':');
  const scheme = fc.constantFrom('Bearer', 'Basic', 'DPoP', 'Token', 'Negotiate', 'Bearer:', 'Bearer=', '');
  const text = fc.oneof(fc.constant(access), fc.string({ unit: 'binary-ascii', maxLength: 60 }));
  const header = fc
    .tuple(scheme, around, around, text, around)
    .map((parts) => parts.join('').replaceAll(/[\0\r\n]/g, '?'))
    .filter((line) => !/^bearer [^ ]*$/i.test(line.trim()) || !line.includes(access));
  await fc.assert(
    fc.asyncProperty(header, fc.constantFrom(...places), async (line, target) => {
      const headers = [`Host: localhost:${port}`, 'Connection: close', `Authorization: ${line}`];
      const { status } = await sendRaw(port, { method: 'GET', target, headers, bare: true });
      assert.ok(status === 400 || status === 401, `${status} for ${JSON.stringify(line.slice(0, 9))}`);
    }),
    { numRuns: 400 },
  );
});
