import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type Answer, ask } from '../../../../test/harness/rest-client.ts';
import { openAuthority } from '../harness/open-authority.ts';
import { createUser } from '../harness/people.ts';
import { type RawAnswer, sendRaw } from '../harness/raw-http.ts';
import { assertError, changesNothing } from '../harness/refused.ts';

const house = await openAuthority();
const { url, port, cookie } = house;
const victim = await createUser(house, 'victim');

/** Every route that reads a body, with one that it would take. */
const writes: Readonly<Record<string, object>> = {
  '/api/rest/users': { login: 'mallory', name: 'Mallory' },
  [`/api/rest/users/${victim}`]: { banned: true },
  '/api/rest/users/me/permanenttokens': { name: 'a token', scope: [{ id: '0-0-0-0-0' }] },
  '/api/rest/services': { name: 'A service', key: 'a-service' },
};
const routes = Object.entries(writes);

function nameOf(path: string): string {
  return path.replace(victim, '{userId}');
}

function post(
  path: string,
  body: string,
  headers: Readonly<Record<string, string>> = { 'content-type': 'application/json' },
): Promise<Answer> {
  return changesNothing(house, () => ask(url + path, { method: 'POST', cookie, headers, body }));
}

/** Sends bytes that are no text. */
function postBytes(path: string, bytes: Buffer, headers: readonly string[]): Promise<RawAnswer> {
  const session = [`Cookie: ${cookie}`, 'Sec-Fetch-Site: same-origin', `Content-Length: ${bytes.length}`];
  return changesNothing(house, () =>
    sendRaw(port, {
      method: 'POST',
      target: path,
      headers: [...session, 'Content-Type: application/json', ...headers],
      body: bytes.toString('latin1'),
    }),
  );
}

/** The same members with one more, written as text so that a key may stand twice. */
function withMember(body: object, member: string): string {
  return `{${member},${JSON.stringify(body).slice(1)}`;
}

describe('a body that is no JSON object', () => {
  const bodies: Readonly<Record<string, string>> = {
    nothing: '',
    'white space': ' \n\t ',
    null: 'null',
    'a list': '[]',
    'a list with an object': '[{}]',
    'a text': '"name"',
    'a number': '1',
    'a word': 'true',
    'an open brace': '{',
    'a comma too many': '{"name":"x",}',
    'a comment': '{"name":"x" /* why not */}',
    'single quotes': "{'name':'x'}",
    'a key without quotes': '{name:"x"}',
    NaN: '{"expires":NaN}',
    Infinity: '{"expires":Infinity}',
    'a number in hexadecimal': '{"expires":0x10}',
    'a number with a leading zero': '{"expires":012}',
    undefined: '{"name":undefined}',
    'two objects': '{}{}',
    'a raw line feed in a text': '{"name":"x\ny"}',
    'an unfinished escape': '{"name":"\\u12"}',
    'a form': 'name=x&scope=0-0-0-0-0',
    XML: '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
  };
  for (const [what, body] of Object.entries(bodies)) {
    test(`is refused by its name: ${what}`, async () => {
      for (const [path] of routes) assertError(await post(path, body), 400, 'body');
    });
  }

  test('is refused when its bytes are not UTF-8', async () => {
    for (const [path] of routes) {
      for (const bytes of [
        Buffer.from('{"name":"\xff\xfe"}', 'latin1'),
        Buffer.from('{"name":"\xc0\xae"}', 'latin1'),
        Buffer.from('{"name":"\xed\xa0\x80"}', 'latin1'),
        Buffer.from('{"name":"x"}', 'utf16le'),
      ]) {
        const answer = await postBytes(path, bytes, []);
        assert.equal(answer.status, 400, answer.wire);
        assert.match(answer.body, /"error_field":"body"/);
      }
    }
  });

  test('is told apart from none at all by nobody: a POST without a body is refused the same way', async () => {
    for (const [path] of routes) {
      const answer = await sendRaw(port, {
        method: 'POST',
        target: path,
        headers: [`Cookie: ${cookie}`, 'Sec-Fetch-Site: same-origin'],
      });
      assert.equal(answer.status, 400, answer.wire);
      assert.match(answer.body, /"error_field":"body"/);
    }
  });
});

describe('a key that stands twice', () => {
  for (const [path, body] of routes) {
    const [name = ''] = Object.keys(body);
    test(`is refused by its name, at ${nameOf(path)}`, async () => {
      assertError(await post(path, withMember(body, `"${name}":null`)), 400, name);
      assertError(await post(path, withMember(body, `"${name}":${JSON.stringify(body)}`)), 400, name);
      const escaped = `\\u00${name.charCodeAt(0).toString(16)}${name.slice(1)}`;
      assertError(await post(path, withMember(body, `"${escaped}":null`)), 400, name);
      assertError(await post(path, withMember(body, '"label":1,"label":1')), 400, 'label');
      assertError(await post(path, withMember(body, '"__proto__":1,"__proto__":1')), 400, '__proto__');
    });
  }

  test('is refused deep inside, too', async () => {
    const body = '{"name":"x","scope":[{"id":"0-0-0-0-0"},{"id":"0-0-0-0-0","id":"0-0-0-0-0"}]}';
    assertError(await post('/api/rest/users/me/permanenttokens', body), 400, 'scope.1.id');
  });
});

describe('a body that is too much', () => {
  const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

  test('is refused by depth', async () => {
    for (const [path, body] of routes) {
      for (const depth of [33, 1_000, 40_000]) {
        assertError(await post(path, withMember(body, `"extra":${nested(depth)}`)), 400, 'body');
        const lists = `${'['.repeat(depth)}${']'.repeat(depth)}`;
        assertError(await post(path, withMember(body, `"extra":${lists}`)), 400, 'body');
      }
    }
  });

  test('is refused by the number of its keys', async () => {
    const keys = Array.from({ length: 15_000 }, (_, index) => `"k${index}":0`).join(',');
    for (const [path, body] of routes) assertError(await post(path, withMember(body, keys)), 400, 'body');
  });

  test('is refused by its length before it is read', async () => {
    for (const [path, body] of routes) {
      assertError(await post(path, withMember(body, `"extra":"${'x'.repeat(300_000)}"`)), 413);
      const headers = [`Cookie: ${cookie}`, 'Sec-Fetch-Site: same-origin', 'Content-Type: application/json'];
      const promised = await changesNothing(house, () =>
        sendRaw(port, {
          method: 'POST',
          target: path,
          headers: [...headers, 'Content-Length: 1000000000'],
          body: '{',
        }),
      );
      assert.equal(promised.status, 413, promised.wire);
    }
  });

  test('is not unpacked: a small one that unpacks to a hundred megabytes costs nothing', async () => {
    const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024, 0x20));
    for (const [path] of routes) {
      for (const encoding of ['gzip', 'deflate', 'br', 'identity, gzip']) {
        const answer = await postBytes(path, bomb, [`Content-Encoding: ${encoding}`]);
        assert.ok(answer.status === 400 || answer.status === 415, answer.wire);
      }
    }
  });

  test('in pieces of one byte each is read all the same', async () => {
    const body = JSON.stringify({ login: 'patience', name: 'Patience' });
    const pieces = [...body].map((character) => `1\r\n${character}\r\n`).join('');
    const answer = await sendRaw(port, {
      method: 'POST',
      target: '/api/rest/users',
      headers: [
        `Cookie: ${cookie}`,
        'Sec-Fetch-Site: same-origin',
        'Content-Type: application/json',
        'Transfer-Encoding: chunked',
      ],
      body: `${pieces}0\r\n\r\n`,
    });
    assert.equal(answer.status, 200, answer.wire);
  });
});

describe('a body of another type', () => {
  const types = [
    'text/plain',
    'text/plain; charset=utf-8',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'text/json',
    'application/jsonx',
    'application/merge-patch+json',
    'application/json, text/plain',
    'json',
    '*/*',
    ';',
    'application/',
  ];
  for (const type of types) {
    test(`is refused: ${JSON.stringify(type)}`, async () => {
      for (const [path, body] of routes) {
        const answer = await post(path, JSON.stringify(body), { 'content-type': type });
        assertError(answer, 415);
      }
    });
  }

  test('is refused when no type is given', async () => {
    for (const [path, body] of routes) {
      const text = JSON.stringify(body);
      const headers = [`Cookie: ${cookie}`, 'Sec-Fetch-Site: same-origin', `Content-Length: ${text.length}`];
      const answer = await changesNothing(house, () =>
        sendRaw(port, { method: 'POST', target: path, headers, body: text }),
      );
      assert.equal(answer.status, 415, answer.wire);
    }
  });

  test('is a matter of the type alone: case and parameters of JSON are fine', async () => {
    for (const [index, type] of ['application/json; charset=utf-8', 'Application/JSON'].entries()) {
      const body = JSON.stringify({ login: `typist-${index}`, name: 'Typist' });
      const headers = { 'content-type': type };
      const answer = await ask(`${url}/api/rest/users`, { method: 'POST', cookie, headers, body });
      assert.equal(answer.status, 200, answer.text);
    }
  });
});

test('after all of it, each of the good bodies is taken', async () => {
  for (const [path, body] of routes) {
    const answer = await ask(url + path, { method: 'POST', cookie, body });
    assert.equal(answer.status, 200, answer.text);
  }
});
