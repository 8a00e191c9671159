import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Answer, ask, postForm } from '../../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';
import {
  cborArray,
  cborBytes,
  cborMap,
  cborNumber,
  cborText,
  type Lies,
  newAuthenticator,
  questionOf,
  type SoftwareAuthenticator,
} from '../../../../test/harness/software-authenticator.ts';
import { fresh } from '../harness/household.ts';
import { type House, openHouse } from '../harness/open-house.ts';
import { createPerson, type Person } from '../harness/people.ts';

/** Passkeys over HTTP, with answers that are signed as an authenticator signs them. */
const house: House = await openHouse();
const { url } = house;

const begin = (cookie: string, passkeyName = 'Key') =>
  postForm(`${url}/two-factor/passkey-start`, { passkeyName }, cookie);

const confirm = (cookie: string, passkey: string) =>
  postForm(`${url}/two-factor/passkey-confirm`, { codes: 'shown', saved: 'yes', passkey }, cookie);

/** Adds a passkey for somebody, as the page does. */
async function addPasskey(
  person: Person,
  authenticator: SoftwareAuthenticator = newAuthenticator(url),
  lies: Lies = {},
): Promise<SoftwareAuthenticator> {
  const page = await begin(person.cookie);
  assert.equal(page.status, 200, page.text);
  for (const [, code = ''] of page.text.matchAll(/<code>([^<]+)<\/code>/g)) rememberSecret(code);
  const added = await confirm(person.cookie, authenticator.create(page.text, lies));
  assert.equal(added.status, 303, added.text);
  return authenticator;
}

const somebody = (name: string) => createPerson({ url, cookie: house.cookie }, fresh(name));

const askAlone = async () => (await ask(`${url}/sign-in`)).text;
const alone = (passkey: string) => postForm(`${url}/sign-in/passkey`, { passkey });

/** Proves the password; answers the page of the second step. */
async function firstStep({ login, password }: Person): Promise<Answer> {
  const page = await postForm(`${url}/sign-in`, { login, password });
  assert.equal(page.status, 200, page.text);
  return page;
}

function pendingIn(page: string): string {
  return / name="pending" value="([^"]+)"/.exec(page)?.[1] ?? '';
}

const secondStep = (page: string, passkey: string) =>
  postForm(`${url}/sign-in/second-step`, { pending: pendingIn(page), passkey });

const twoFactor = async ({ id }: Person) =>
  (await ask(`${url}/api/rest/users/${id}/twoFactorAuthentication`, { cookie: house.cookie })).json;

function cookieOf(answer: Answer): string {
  assert.equal(answer.status, 303, answer.text);
  return rememberSecret(answer.headers.get('set-cookie')?.split(';')[0] ?? '');
}

/** Whatever is wrong with an answer: none of it gets anywhere. */
const lies: Readonly<Record<string, Lies>> = {
  'of another origin': { origin: 'https://evil.example' },
  'of another port': { origin: 'http://localhost:1' },
  'for another host': { rpId: 'evil.example' },
  'from within the page of another site': { crossOrigin: true },
  'of another kind': { type: 'payment.get' },
  'to a made-up challenge': { challenge: Buffer.from('made up').toString('base64url') },
  'to no challenge': { challenge: '' },
  'with nobody there': { isPresent: false },
};

describe('adding a passkey', () => {
  test('asks for no word of its maker, and names the account and what it has already', async () => {
    const person = await somebody('asked');
    const first = await addPasskey(person);
    const page = await begin(person.cookie, 'Another');
    const asked = questionOf(page.text);
    assert.equal(asked.attestation, 'none');
    assert.equal(asked.rp?.id, 'localhost');
    assert.deepEqual(
      [Buffer.from(asked.user?.id ?? '', 'base64url').toString(), asked.user?.name],
      [person.id, person.login],
    );
    assert.deepEqual(
      asked.excludeCredentials?.map(({ id }) => id),
      [first.credentialId],
    );
    const policy = page.headers.get('content-security-policy') ?? '';
    assert.match(policy, /script-src 'self';.*require-trusted-types-for 'script'; trusted-types 'none'/);
    assert.doesNotMatch(policy, /connect-src|unsafe/);
  });

  test('shows it with its kind over REST; its key and its credential stay inside', async () => {
    const person = await somebody('shown');
    const { credentialId } = await addPasskey(person);
    const seen = await twoFactor(person);
    assert.equal(seen.active, true);
    const path = `${url}/api/rest/users/${person.id}?fields=twoFactorAuthentication(id)`;
    const user = (await ask(path, { cookie: house.cookie })).json;
    assert.equal(user.twoFactorAuthentication?.id, person.id);
    assert.equal(seen.recoveryCodesLeft, 10);
    const [device] = seen.devices;
    assert.deepEqual([device.kind, device.name], ['passkey', 'Key']);
    assert.ok(!JSON.stringify(seen).includes(credentialId));
  });

  for (const [what, lie] of Object.entries(lies))
    test(`is refused with an answer ${what}`, async () => {
      const person = await somebody('liar');
      const page = await begin(person.cookie);
      const refused = await confirm(person.cookie, newAuthenticator(url).create(page.text, lie));
      assert.equal(refused.status, 400, refused.text);
      assert.match(refused.text, /The passkey was not accepted; begin again\./);
      assert.equal((await twoFactor(person)).active, false);
    });

  test('turns nothing on before the recovery codes are said to be saved', async () => {
    const person = await somebody('hasty');
    const page = await begin(person.cookie);
    const answer = newAuthenticator(url).create(page.text);
    const refused = await postForm(
      `${url}/two-factor/passkey-confirm`,
      { codes: 'shown', passkey: answer },
      person.cookie,
    );
    assert.equal(refused.status, 400);
    assert.equal((await twoFactor(person)).active, false);
    assert.equal((await confirm(person.cookie, answer)).status, 303);
  });

  test('fetches nothing that a certificate names, and looks at no certificate', async () => {
    const person = await somebody('certified');
    const page = await begin(person.cookie);
    const statement = cborMap(
      [cborText('alg'), cborNumber(-7)],
      [cborText('sig'), cborBytes(Buffer.alloc(64))],
      [cborText('x5c'), cborArray(cborBytes(Buffer.from('no certificate')))],
    );
    const answer = newAuthenticator(url).create(page.text, { attestation: { format: 'packed', statement } });
    assert.equal((await confirm(person.cookie, answer)).status, 303);
  });

  test('takes no junk, whatever its form', async () => {
    const person = await somebody('junk');
    await begin(person.cookie);
    const nested = `${'['.repeat(2_000)}${']'.repeat(2_000)}`;
    const clientDataJSON = Buffer.from('{"challenge":"x"}').toString('base64url');
    for (const junk of [
      '',
      '{}',
      'null',
      '[]',
      '"x"',
      nested,
      '{"id":1,"response":{}}',
      '{"id":"x","response":null}',
      '{"id":"x","response":{"clientDataJSON":"%%%"}}',
      JSON.stringify({ id: 'x', response: { clientDataJSON } }),
      JSON.stringify({ id: 'x'.repeat(2_000), response: { clientDataJSON } }),
      JSON.stringify({
        id: 'x',
        rawId: 'x',
        type: 'public-key',
        response: { clientDataJSON, attestationObject: 'o2NmbXQ' },
      }),
    ])
      assert.equal((await confirm(person.cookie, junk)).status, 400, junk.slice(0, 80));
  });
});

describe('the second step', () => {
  test('names the passkeys of who has proved the password, and takes an answer of one once', async () => {
    const person = await somebody('second');
    const authenticator = await addPasskey(person);
    const page = await firstStep(person);
    assert.deepEqual(
      questionOf(page.text).allowCredentials?.map(({ id }) => id),
      [authenticator.credentialId],
    );
    assert.equal(questionOf(page.text).userVerification, 'preferred');
    const answer = authenticator.get(page.text, { isVerified: false, userHandle: null });
    const entered = await secondStep(page.text, answer);
    assert.equal((await ask(`${url}/api/rest/users/me`, { cookie: cookieOf(entered) })).status, 200);
    const replayed = await secondStep(page.text, answer);
    assert.equal(replayed.status, 403);
    assert.match(replayed.text, /That passkey was not accepted\. Try again, or use another method\./);
  });

  test('gives one of many the door who send the same answer at the same moment', async () => {
    const person = await somebody('racers');
    // One that does not count: the challenge alone is what can be spent.
    const authenticator = await addPasskey(person, newAuthenticator(url), { counter: 0 });
    const page = await firstStep(person);
    const answer = authenticator.get(page.text, { counter: 0 });
    const started = await Promise.all(Array.from({ length: 3 }, () => secondStep(page.text, answer)));
    assert.equal(started.filter(({ status }) => status === 303).length, 1);
  });

  test('is not taken with the passkey of somebody else', async () => {
    const [person, thief] = [await somebody('victim'), await somebody('thief')];
    await addPasskey(person);
    const theirs = await addPasskey(thief);
    const page = await firstStep(person);
    assert.equal((await secondStep(page.text, theirs.get(page.text))).status, 403);
  });
});

describe('signing in with a passkey alone', () => {
  test('asks every visitor the same, and names nobody', async () => {
    const person = await somebody('unnamed');
    await addPasskey(person);
    const pages = [
      await askAlone(),
      (await postForm(`${url}/sign-in`, { login: person.login, password: 'wrong' })).text,
      (await postForm(`${url}/sign-in`, { login: fresh('unknown'), password: 'wrong' })).text,
    ].map(questionOf);
    for (const { challenge, ...rest } of pages) {
      assert.ok(challenge.length > 40);
      assert.deepEqual(rest, {
        rpId: 'localhost',
        timeout: 300_000,
        allowCredentials: [],
        userVerification: 'required',
      });
    }
    assert.equal(new Set(pages.map(({ challenge }) => challenge)).size, pages.length);
  });

  test('counts as a second factor and as fresh, and the log says how', async () => {
    const person = await somebody('alone');
    const authenticator = await addPasskey(person);
    const cookie = cookieOf(await alone(authenticator.get(await askAlone())));
    const off = await ask(`${url}/api/rest/users/me/twoFactorAuthentication`, { method: 'DELETE', cookie });
    assert.equal(off.status, 200, off.text);
    const events = await ask(`${url}/api/rest/events?$top=20`, { cookie: house.cookie });
    assert.match(events.text, /passkey alone/);
  });

  test('is refused in the same words for every reason', async () => {
    const [person, thief] = [await somebody('words'), await somebody('other')];
    const [authenticator, theirs] = [await addPasskey(person), await addPasskey(thief)];
    const page = await askAlone();
    const spent = authenticator.get(page);
    cookieOf(await alone(spent));
    const half = await firstStep(person);
    const foreign = Buffer.from(thief.id).toString('base64url');
    const answers: readonly (readonly [string, string])[] = [
      ...Object.entries(lies).map(([what, lie]) => [what, authenticator.get(page, lie)] as const),
      ['spent before', spent],
      ['of the second step', authenticator.get(half.text)],
      ['that made sure of nobody', authenticator.get(page, { isVerified: false })],
      ['that does not say whose it is', authenticator.get(page, { userHandle: null })],
      ['said to be of somebody else', authenticator.get(page, { userHandle: foreign })],
      ['under the name of another passkey', theirs.get(page, { credentialId: authenticator.credentialId })],
      ['with a broken signature', authenticator.get(page, { spoils: true })],
      ['with a counter that went back', authenticator.get(await askAlone(), { counter: 1 })],
      ['of a passkey that nobody has', newAuthenticator(url).get(page)],
      ['that is none', 'junk'],
      ['that is empty', ''],
    ];
    const bodies = new Set<string>();
    for (const [what, answer] of answers) {
      // Each is one source's first attempt at its passkey, or waits for nothing that counts here.
      await house.authority.store.attempts.sweep(Number.MAX_SAFE_INTEGER as never);
      const refused = await alone(answer);
      assert.equal(refused.status, 403, `${what}: ${refused.text}`);
      assert.equal(refused.headers.get('set-cookie'), null, what);
      bodies.add(refused.text.replace(/ data-options="[^"]*"/, ''));
    }
    assert.equal(bodies.size, 1);
    assert.match(
      [...bodies][0] ?? '',
      /That passkey was not accepted\. Try again, or sign in with your password\./,
    );
  });

  test('is refused to whoever was banned, and from another site', async () => {
    const person = await somebody('banned');
    const authenticator = await addPasskey(person);
    const answer = authenticator.get(await askAlone());
    const elsewhere = await ask(`${url}/sign-in/passkey`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'cross-site' },
      body: new URLSearchParams({ passkey: answer }).toString(),
    });
    assert.equal(elsewhere.status, 403);
    const banned = await ask(`${url}/api/rest/users/${person.id}`, {
      method: 'POST',
      cookie: house.cookie,
      body: { banned: true },
    });
    assert.equal(banned.status, 200, banned.text);
    assert.equal((await alone(answer)).status, 403);
  });
});

describe('one of several methods', () => {
  test('is taken away by its owner, who is asked once more, and signs nobody in from then on', async () => {
    const person = await somebody('several');
    const [kept, lost] = [await addPasskey(person), newAuthenticator(url)];
    const page = await begin(person.cookie, 'Lost key');
    assert.equal((await confirm(person.cookie, lost.create(page.text))).status, 303);
    const { devices } = await twoFactor(person);
    const method = devices.find(({ name }: { name: string }) => name === 'Lost key').id;
    const remove = (fields: Readonly<Record<string, string>>) =>
      postForm(`${url}/two-factor/remove`, fields, person.cookie);
    const question = await remove({ method });
    assert.equal(question.status, 200);
    assert.match(question.text, /Remove “Lost key”\?/);
    assert.equal((await twoFactor(person)).devices.length, 2);
    assert.equal((await remove({ method, sure: 'yes' })).status, 303);
    assert.equal((await alone(lost.get(await askAlone()))).status, 403);
    assert.equal((await remove({ method, sure: 'yes' })).status, 404);
    assert.equal((await remove({ method: 'junk', sure: 'yes' })).status, 404);
    const last = (await twoFactor(person)).devices[0].id;
    const refused = await remove({ method: last, sure: 'yes' });
    assert.equal(refused.status, 409);
    assert.match(refused.text, /It is the only method/);
    cookieOf(await alone(kept.get(await askAlone())));
  });
});
