import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { issueToken } from '../../../../test/harness/rest-client.ts';
import { openAuthority } from '../harness/open-authority.ts';
import { type RawAnswer, type RawRequest, sendBytes, sendRaw } from '../harness/raw-http.ts';
import { changesNothing } from '../harness/refused.ts';
import { securityFaults } from '../harness/security-headers.ts';

const house = await openAuthority();
const { port, cookie } = house;
const { token } = await issueToken(house.url, cookie, ['0-0-0-0-0']);
const bearer = `Authorization: Bearer ${token}`;
const me = '/api/rest/users/me';
const newUser = JSON.stringify({ login: 'smuggled', name: 'Smuggled' });
const post: Pick<RawRequest, 'method' | 'target'> = { method: 'POST', target: '/api/rest/users' };
const json = 'Content-Type: application/json';
const host = `Host: localhost:${port}`;
const length = `Content-Length: ${newUser.length}`;
const chunked = `${newUser.length.toString(16)}\r\n${newUser}\r\n0\r\n\r\n`;

/** Requests that two programs could read in two ways, or that are no HTTP at all. */
const unreadable: Readonly<Record<string, RawRequest>> = {
  'an absolute target with another host': { target: `http://evil.example${me}`, headers: [bearer] },
  'an absolute target with our own host': { target: `http://localhost:${port}${me}`, headers: [bearer] },
  'an asterisk for a target': { target: '*', method: 'OPTIONS', headers: [bearer] },
  'a target that does not begin with a slash': { target: 'api/rest/users/me', headers: [bearer] },
  'two Host headers': { target: me, headers: ['Host: evil.example', bearer] },
  'two equal Host headers': { target: me, headers: [host, bearer] },
  'no Host header': { target: me, bare: true, headers: ['Connection: close', bearer] },
  'two Authorization headers': { target: me, headers: [bearer, `Authorization: Basic ${btoa('a:b')}`] },
  'two equal Authorization headers': { target: me, headers: [bearer, bearer] },
  'two Authorization headers in different case': { target: me, headers: [bearer, bearer.toUpperCase()] },
  'two Cookie headers': { target: me, headers: [`Cookie: ${cookie}`, 'Cookie: other=1'] },
  'a length and chunks': {
    ...post,
    headers: [bearer, json, length, 'Transfer-Encoding: chunked'],
    body: chunked,
  },
  'two lengths': { ...post, headers: [bearer, json, length, 'Content-Length: 1'], body: newUser },
  'two equal lengths in one header': {
    ...post,
    headers: [bearer, json, `${length}, ${newUser.length}`],
    body: newUser,
  },
  'a negative length': { ...post, headers: [bearer, json, 'Content-Length: -1'], body: newUser },
  'a length with a sign': { ...post, headers: [bearer, json, 'Content-Length: +5'], body: newUser },
  'a length in hexadecimal': { ...post, headers: [bearer, json, 'Content-Length: 0x10'], body: newUser },
  'chunks that are not the last coding': {
    ...post,
    headers: [bearer, json, 'Transfer-Encoding: chunked, identity'],
    body: chunked,
  },
  'a coding that looks like chunks': {
    ...post,
    headers: [bearer, json, 'Transfer-Encoding: xchunked'],
    body: chunked,
  },
  'a coding behind a tab and a vertical tab': {
    ...post,
    headers: [bearer, json, 'Transfer-Encoding:\x0bchunked'],
    body: chunked,
  },
  'a chunk without a size': {
    ...post,
    headers: [bearer, json, 'Transfer-Encoding: chunked'],
    body: `\r\n${newUser}\r\n0\r\n\r\n`,
  },
  'a chunk of more than all memory': {
    ...post,
    headers: [bearer, json, 'Transfer-Encoding: chunked'],
    body: `ffffffffffffffffff\r\n${newUser}\r\n0\r\n\r\n`,
  },
  'a folded header': { target: me, headers: [bearer, 'X-Folded: one\r\n two'] },
  'a folded Authorization': { target: me, headers: [`Authorization: Bearer\r\n ${token}`] },
  'a space before the colon': { target: me, headers: [`Authorization : Bearer ${token}`] },
  'a header without a colon': { target: me, headers: [bearer, 'Nonsense'] },
  'a header without a name': { target: me, headers: [bearer, ': value'] },
  'NUL in a header': { target: me, headers: [`${bearer}\0`] },
  "NUL in a header's name": { target: me, headers: ['X\0Y: 1', bearer] },
  'a control character in a header': { target: me, headers: [bearer, 'X-Bell: \x07'] },
  'a bare carriage return in a header': { target: me, headers: [bearer, 'X-Bare: one\rX-Two: two'] },
  'a header of 100 KiB': { target: me, headers: [bearer, `X-Long: ${'x'.repeat(102_400)}`] },
  'three thousand headers': {
    target: me,
    headers: [bearer, ...Array.from({ length: 3_000 }, (_, index) => `X-${index}: 1`)],
  },
  'a target of 100 KiB': { target: `${me}?fields=${'x'.repeat(102_400)}`, headers: [bearer] },
  'NUL in the target': { target: `${me}\0`, headers: [bearer] },
  'a space in the target': { target: `${me} ?fields=id`, headers: [bearer] },
  'a byte beyond ASCII in the target': { target: `${me}?fields=\xff`, headers: [bearer] },
  'a method that nobody knows': { method: 'STEAL', target: me, headers: [bearer] },
  'a method in lower case': { method: 'get', target: me, headers: [bearer] },
  'an expectation that nobody can meet': { target: me, headers: [bearer, 'Expect: 200-maybe'] },
};

/** Whole messages, for what no list of lines can say. */
const mangled: Readonly<Record<string, string>> = {
  'line feeds alone': `GET ${me} HTTP/1.1\n${host}\n${bearer}\nConnection: close\n\n`,
  'a line feed alone after one header': `GET ${me} HTTP/1.1\r\n${host}\n${bearer}\r\nConnection: close\r\n\r\n`,
  'a version of its own': `GET ${me} HTTP/3.0\r\n${host}\r\n${bearer}\r\nConnection: close\r\n\r\n`,
  'the preface of HTTP/2': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'the hello of TLS': '\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03',
  'a space before the first header': `GET ${me} HTTP/1.1\r\n ${host}\r\n${bearer}\r\nConnection: close\r\n\r\n`,
};

function assertRefused(answer: RawAnswer): void {
  assert.ok(answer.status > 0, 'closed without an answer');
  const what = answer.wire.slice(0, 400);
  assert.ok(answer.status >= 400 && answer.status < 500, what);
  assert.equal(answer.wire.match(/HTTP\/1\.1 \d\d\d /g)?.length, 1, `more than one answer: ${what}`);
  assert.ok(!answer.wire.includes(token), 'the answer repeats the token');
  assert.deepEqual(
    securityFaults((name) => answer.headers.get(name)?.[0]),
    [],
    what,
  );
}

describe('a request that could be read in two ways is refused and does nothing', () => {
  for (const [what, request] of Object.entries(unreadable)) {
    test(what, async () => {
      assertRefused(await changesNothing(house, () => sendRaw(port, request)));
    });
  }
  for (const [what, text] of Object.entries(mangled)) {
    test(what, async () => {
      assertRefused(await changesNothing(house, () => sendBytes(port, Buffer.from(text, 'latin1'))));
    });
  }

  test('a second request hidden in the body of a smuggled one is never answered', async () => {
    const hidden = `DELETE ${me} HTTP/1.1\r\n${host}\r\n${bearer}\r\n\r\n`;
    const answer = await changesNothing(house, () =>
      sendRaw(port, {
        ...post,
        headers: [bearer, json, `Content-Length: ${hidden.length + 5}`, 'Transfer-Encoding: chunked'],
        body: `0\r\n\r\n${hidden}`,
      }),
    );
    assertRefused(answer);
  });

  test('the same requests without the trick are answered, so that each refusal is for its trick', async () => {
    assert.equal((await sendRaw(port, { target: me, headers: [bearer] })).status, 200);
    const made = await sendRaw(port, { ...post, headers: [bearer, json, length], body: newUser });
    assert.equal(made.status, 200, made.wire);
    const other = newUser.replace('smuggled', 'chunkeds');
    const body = `${other.length.toString(16)}\r\n${other}\r\n0\r\n\r\n`;
    const again = await sendRaw(port, {
      ...post,
      headers: [bearer, json, 'Transfer-Encoding: chunked'],
      body,
    });
    assert.equal(again.status, 200, again.wire);
  });
});

describe('a Bearer header', () => {
  const forms: Readonly<Record<string, readonly [string, number]>> = {
    'in lower case is read': [`bearer ${token}`, 200],
    'in capitals is read': [`BEARER ${token}`, 200],
    'with two spaces is malformed': [`Bearer  ${token}`, 400],
    'with a tab is malformed': [`Bearer\t${token}`, 400],
    'without a token is malformed': ['Bearer', 400],
    'with two tokens is malformed': [`Bearer ${token} ${token}`, 400],
    'with a list of tokens is malformed': [`Bearer ${token},${token}`, 400],
    'with the token in quotes is malformed': [`Bearer "${token}"`, 400],
    'with a parameter is malformed': [`Bearer token=${token}`, 400],
    'with the token percent-encoded is malformed': [`Bearer ${token.replaceAll('_', '%5F')}`, 400],
    'of another scheme opens nothing': [`Token ${token}`, 401],
    'without a scheme opens nothing': [token, 401],
    'as the login of Basic opens nothing': [`Basic ${btoa(`${token}:`)}`, 401],
    'as the password of Basic is read': [`Basic ${btoa(`ada:${token}`)}`, 200],
    'as Digest opens nothing': [`Digest username="ada", response="${token}"`, 401],
  };
  for (const [what, [value, status]] of Object.entries(forms)) {
    test(what, async () => {
      const answer = await sendRaw(port, { target: me, headers: [`Authorization: ${value}`] });
      assert.equal(answer.status, status, answer.wire);
    });
  }

  test('beside a session cookie is refused, whichever of them is good', async () => {
    for (const headers of [
      [bearer, `Cookie: ${cookie}`],
      [bearer, 'Cookie: countersign=nonsense'],
      [`Authorization: Bearer csn_pat_${'0'.repeat(49)}`, `Cookie: ${cookie}`],
    ]) {
      const answer = await sendRaw(port, { target: me, headers });
      assert.equal(answer.status, 400, answer.wire);
    }
  });
});

test('whatever was sent, the process runs on and answers', async () => {
  assert.equal((await sendRaw(port, { target: '/readyz' })).status, 200);
});
