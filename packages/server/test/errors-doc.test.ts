import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { errorBody, errorStatuses } from '@countersign/api';
import type { Refusal } from '@countersign/core';
import { ask, introspect, issueToken, registerService } from '../../../test/harness/rest-client.ts';
import { presentRefusal } from '../src/http/refusal-response.ts';
import { refusalWords } from '../src/pages/refusal-words.ts';
import { openAuthority } from './harness/open-authority.ts';
import { createPerson } from './harness/people.ts';

const internal = 'a text for operators that must never reach the wire';

/** One refusal of each kind. Total: a new kind does not compile until it is here, and fails until it is documented. */
const samples: { readonly [Kind in Refusal['kind']]: Extract<Refusal, { kind: Kind }> } = {
  malformed: { kind: 'malformed', fields: [{ field: 'name', rule: 'must not be empty' }] },
  unauthenticated: { kind: 'unauthenticated' },
  'token-inactive': { kind: 'token-inactive', internalReason: internal },
  'key-not-shown': { kind: 'key-not-shown', rule: 'The token is bound to a key' },
  'proof-refused': { kind: 'proof-refused', rule: 'htm must be the method of the request' },
  'nonce-wanted': { kind: 'nonce-wanted' },
  'sign-in-failed': { kind: 'sign-in-failed', internalReason: internal },
  'sign-in-expired': { kind: 'sign-in-expired' },
  'second-factor-required': { kind: 'second-factor-required', act: 'create tokens' },
  'authentication-too-old': { kind: 'authentication-too-old', act: 'change a second factor' },
  'client-unauthenticated': { kind: 'client-unauthenticated', internalReason: internal },
  forbidden: { kind: 'forbidden', act: 'read users', missing: [] },
  'credential-unfit': { kind: 'credential-unfit', rule: 'A request from another site' },
  'grant-spent': { kind: 'grant-spent', internalReason: internal },
  'not-found': { kind: 'not-found', what: 'service' },
  'already-exists': { kind: 'already-exists', field: 'key', rule: 'is taken' },
  conflict: { kind: 'conflict', rule: 'Take the role from its holders first' },
  'rate-limited': { kind: 'rate-limited', retryAfterSeconds: 7 },
  unavailable: { kind: 'unavailable', retryAfterSeconds: 7, internalReason: internal },
};

/** The rows of the table under a heading, each as its cells. */
function tableIn(file: string, firstHeading: string): readonly (readonly string[])[] {
  const text = readFileSync(new URL(`../../../docs/${file}`, import.meta.url), 'utf8');
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${firstHeading} |`));
  assert.ok(start >= 0, `${file} has no table that begins with ${firstHeading}`);
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  return lines.slice(start + 2, end < 0 ? undefined : end).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

function plain(cell: string | undefined): string {
  return (cell ?? '').replaceAll('`', '');
}

describe('docs/errors.md', () => {
  const rows = tableIn('errors.md', 'Refusal');

  test('has a row for every kind of refusal, and none for another', () => {
    assert.deepEqual(rows.map(([kind]) => plain(kind)).sort(), Object.keys(samples).sort());
  });

  for (const [kind, refusal] of Object.entries(samples)) {
    test(`says how ${kind} is answered`, () => {
      const row = rows.find(([name]) => plain(name) === kind) ?? [];
      const { status, body, headers } = presentRefusal(refusal, 'the-request');
      const challenge = headers['www-authenticate'];
      const words =
        challenge === undefined
          ? '–'
          : [/^\w+/.exec(challenge)?.[0], /error="(\w+)"/.exec(challenge)?.[1]]
              .filter((word) => word !== undefined)
              .join(', ');
      const pages = refusalWords(refusal);
      assert.deepEqual([row[2], row[3], row[6]].map(plain), [
        `${status} ${body.error}`,
        words,
        String(pages.status),
      ]);
      assert.equal(headers['retry-after'], 'retryAfterSeconds' in refusal ? '7' : undefined);
      assert.equal(pages.retryAfterSeconds, 'retryAfterSeconds' in refusal ? 7 : undefined);
    });

    test(`is right that ${kind} tells nobody what is for operators`, () => {
      assert.ok(!JSON.stringify(presentRefusal(refusal, 'the-request')).includes(internal));
      assert.ok(!JSON.stringify(refusalWords(refusal)).includes(internal));
    });
  }

  test('lists every error of REST with its status, and no other', () => {
    const listed = tableIn('errors.md', '`error`').map(([name, status]) => [plain(name), Number(status)]);
    assert.deepEqual(Object.fromEntries(listed), errorStatuses);
    assert.equal(listed.length, Object.keys(errorStatuses).length);
  });

  test('lists every member of an error, and no other', () => {
    const listed = tableIn('errors.md', 'Member').map(([name]) => plain(name));
    assert.deepEqual(listed.sort(), Object.keys(errorBody.shape).sort());
  });
});

const house = await openAuthority();
const { url, cookie, administratorId } = house;
const user = await createPerson(house, 'user');
const door = await registerService(url, cookie, 'door');
const { token: userToken } = await issueToken(url, user.cookie, ['0-0-0-0-0']);
const administratorToken = await issueToken(url, cookie, ['0-0-0-0-0']);
const { token: elsewhere } = await issueToken(url, cookie, [door.id]);
const revoked = await issueToken(url, cookie, ['0-0-0-0-0']);
await ask(`${url}/api/rest/users/me/permanenttokens/${revoked.id}`, { method: 'DELETE', cookie });
const hidden = await ask(`${url}/api/rest/services?fields=id`, {
  method: 'POST',
  cookie,
  body: { name: 'hidden', viewers: [] },
});

describe('what docs/errors.md says of the checking endpoints', () => {
  const rows = tableIn('errors.md', 'Refusal');
  const documented = (kind: string, column: number) =>
    plain(rows.find(([name]) => plain(name) === kind)?.[column]);

  test('is what introspection answers', async () => {
    const wordsOf = ({ status, text }: { status: number; text: string }) =>
      `${status} ${status === 200 ? text : JSON.parse(text).error}`;
    assert.equal(wordsOf(await introspect(url, door, '')), documented('malformed', 4));
    assert.equal(wordsOf(await introspect(url, door, userToken)), documented('token-inactive', 4));
    const stranger = { ...door, secret: userToken };
    assert.equal(
      wordsOf(await introspect(url, stranger, userToken)),
      documented('client-unauthenticated', 4),
    );
  });

  test('is what forward-auth answers', async () => {
    const knock = (query: string, token?: string) => ask(`${url}/api/authz/auth-request${query}`, { token });
    const { status, json } = await knock('');
    assert.equal(`${status} ${json.error}`, documented('malformed', 5));
    assert.equal(String((await knock('?service=door')).status), documented('unauthenticated', 5));
    assert.equal(String((await knock('?service=door', userToken)).status), documented('token-inactive', 5));
  });
});

describe('docs/http-status.md', () => {
  const callers: Readonly<Record<string, Parameters<typeof ask>[1]>> = {
    nobody: {},
    'a malformed credential': { headers: { authorization: 'Bearer two words' } },
    'a revoked token': { token: revoked.token },
    'a token for another service': { token: elsewhere },
    "a user's session, from another site": {
      headers: { cookie: user.cookie, 'sec-fetch-site': 'cross-site' },
    },
    'a user': { token: userToken },
    'an administrator': { token: administratorToken.token },
  };
  const names: Readonly<Record<string, string>> = {
    '{absent}': '9c1f4d1e-0000-4000-8000-00000000dead',
    '{administrator}': administratorId,
    "{administrator's token}": administratorToken.id,
    '{hidden}': hidden.json.id,
  };

  for (const [who = '', asks = '', answer = ''] of tableIn('http-status.md', 'Who')) {
    test(`is right that ${who} asking ${plain(asks)} is answered ${answer}`, async () => {
      const caller = callers[who];
      assert.ok(caller, `the tests know no ${who}`);
      const [method = '', pattern = ''] = plain(asks).split(' /');
      const path = Object.entries(names).reduce((text, [name, id]) => text.replaceAll(name, id), pattern);
      assert.doesNotMatch(path, /[{}]/);
      const { status } = await ask(`${url}/${path}`, { ...caller, method });
      assert.equal(status, Number(answer));
    });
  }
});
