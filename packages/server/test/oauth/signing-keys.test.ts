import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { dirname } from 'node:path';
import { mock, test } from 'node:test';
import { askForCode, redeem, registerClient } from '../../../../test/harness/oauth-client.ts';
import { administrator, ask, signIn } from '../../../../test/harness/rest-client.ts';
import { openHouse } from '../harness/open-house.ts';
import { readAuditEvents } from '../harness/rows.ts';
import { runBeside } from '../harness/server-command.ts';

// The authority runs in this process and has its clock with it: time passes when a test says so.
const house = await openHouse();
const { url, authority } = house;
const server = await registerClient(house, 'server');

/** Time goes by, and the job looks, as it does each minute. */
async function passDays(days: number): Promise<void> {
  mock.timers.setTime(Date.now() + days * 86_400_000);
  await authority.signingKeys.renew();
}

interface PublishedKey {
  readonly kid: string;
  readonly kty: string;
  readonly n: string;
  readonly e: string;
}

async function published(): Promise<readonly PublishedKey[]> {
  const { json } = await ask(`${url}/api/rest/oauth2/keys`);
  for (const key of json.keys) assert.equal(key.d ?? key.p ?? key.q, undefined, 'nothing of it is private');
  return json.keys;
}

const ids = async () => (await published()).map(({ kid }) => kid);

async function identityToken(): Promise<string> {
  const cookie = await signIn(url, administrator.login, administrator.password);
  const { json } = await redeem(server, await askForCode(server, { url, cookie }, 'openid'));
  return json.id_token;
}

const signedBy = (token: string): string =>
  JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid;

/** What the log tells of keys. */
const renewals = (): readonly unknown[] =>
  readAuditEvents(`${authority.settings.data.directory}/countersign.db`)
    .map(({ text }) => JSON.parse(text))
    .filter(({ kind }) => kind === 'signing-keys.renewed')
    .map(({ details }) => details);

async function isBelieved(token: string): Promise<boolean> {
  const [head = '', body = '', mark = ''] = token.split('.');
  const key = (await published()).find(({ kid }) => kid === signedBy(token));
  const input = Buffer.from(`${head}.${body}`);
  return (
    key !== undefined &&
    verify('RSA-SHA256', input, createPublicKey({ key, format: 'jwk' }), Buffer.from(mark, 'base64url'))
  );
}

// First: the command has a clock of its own, which does not go along when time passes here.
test('a key that somebody may have is replaced at once, on an authority that runs, too', async () => {
  const old = await identityToken();
  const { code, stdout } = await runBeside(
    { dataFolder: dirname(authority.settings.data.directory) },
    'signing-key',
    'replace',
  );
  assert.equal(code, 0);
  const id = /the key ([0-9a-f]{16}) /.exec(stdout)?.[1];
  await authority.signingKeys.renew();
  assert.deepEqual(await ids(), [id]);
  const fresh = await identityToken();
  assert.equal(signedBy(fresh), id);
  assert.deepEqual([await isBelieved(old), await isBelieved(fresh)], [false, true]);
  assert.deepEqual(renewals().at(-1), { forgotten: [signedBy(old)], made: id });
});

test('the next key is published before it signs, and the one before it for as long as anybody needs it', async () => {
  mock.timers.enable({ apis: ['Date'], now: Date.now() });
  const before = renewals().length;
  const [first = ''] = await ids();
  const old = await identityToken();
  assert.equal(signedBy(old), first);
  await passDays(89);
  assert.deepEqual(await ids(), [first]);
  await passDays(1.1);
  const announced = await ids();
  assert.equal(announced.length, 2);
  assert.equal(announced[0], first);
  assert.equal(signedBy(await identityToken()), first);
  await passDays(2);
  const second = announced[1];
  assert.deepEqual(await ids(), [second, first]);
  const fresh = await identityToken();
  assert.equal(signedBy(fresh), second);
  assert.deepEqual([await isBelieved(old), await isBelieved(fresh)], [true, true]);
  await passDays(7);
  assert.deepEqual(await ids(), [second]);
  assert.deepEqual([await isBelieved(old), await isBelieved(fresh)], [false, true]);
  assert.deepEqual(renewals().slice(before), [{ made: second }, { forgotten: [first] }]);
});
