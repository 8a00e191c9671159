import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { duplexPair } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { plainBytesMax, readPlainRequest } from './plain-request.ts';

const socket = {} as Socket;

function read(message: string) {
  return readPlainRequest(Buffer.from(message, 'latin1'), socket);
}

const form = 'token=csn_pat_0&token_type_hint=access_token';
const question = [
  'POST /api/rest/oauth2/introspect HTTP/1.1',
  'Host: auth.example.test',
  'Authorization: Basic d2lraTpzZWNyZXQ=',
  'Content-Type: application/x-www-form-urlencoded',
  `Content-Length: ${form.length}`,
];
const visit = ['GET /api/authz/auth-request?service=wiki HTTP/1.1', 'Host: auth.example.test', 'Accept: */*'];

function message(lines: readonly string[], body = ''): string {
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

const whole = message(question, form);

describe('a plain request', () => {
  test('is read whole: method, target, headers by their names in lower case, body', () => {
    const request = read(whole);
    assert.equal(request?.method, 'POST');
    assert.equal(request.url, '/api/rest/oauth2/introspect');
    assert.deepEqual(
      { ...request.headers },
      {
        host: 'auth.example.test',
        authorization: 'Basic d2lraTpzZWNyZXQ=',
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': String(form.length),
      },
    );
    assert.equal(request.body, form);
    assert.equal(request.socket, socket);
  });

  test('may have no body, and headers in any case, with one space before the value or none', () => {
    const request = read(message([...visit, 'x-REAL-ip:192.0.2.1', 'Connection: Keep-Alive']));
    assert.equal(request?.method, 'GET');
    assert.equal(request.body, '');
    assert.equal(request.headers['x-real-ip'], '192.0.2.1');
    assert.ok(read(message(question.with(-1, 'Content-Length: 0'))));
  });

  test('has no header that is taken for one of every object', () => {
    const request = read(message([...visit, '__proto__: x', 'constructor: y']));
    assert.deepEqual(Object.keys(request?.headers ?? {}).slice(-2), ['__proto__', 'constructor']);
    assert.equal(request?.headers.toString, undefined);
  });
});

const notPlain: Readonly<Record<string, string>> = {
  nothing: '',
  'a part of the head': whole.slice(0, 60),
  'a part of the body': whole.slice(0, -1),
  'a byte behind the body': `${whole}x`,
  'a second request behind the first': whole + whole,
  'an empty line in front': `\r\n${whole}`,
  'another method': message(visit.with(0, 'PUT / HTTP/1.1')),
  HEAD: message(visit.with(0, 'HEAD / HTTP/1.1')),
  'a method in lower case': message(visit.with(0, 'get / HTTP/1.1')),
  'HTTP/1.0': message(visit.with(0, 'GET / HTTP/1.0')),
  'another version': message(visit.with(0, 'GET / HTTP/2.0')),
  'two spaces behind the method': message(visit.with(0, 'GET  / HTTP/1.1')),
  'a tab behind the method': message(visit.with(0, 'GET\t/ HTTP/1.1')),
  'a space in the target': message(visit.with(0, 'GET /a b HTTP/1.1')),
  'a byte beyond ASCII in the target': message(visit.with(0, 'GET /\xe9 HTTP/1.1')),
  'an absolute target': message(visit.with(0, 'GET http://evil.example/ HTTP/1.1')),
  'an asterisk for a target': message(visit.with(0, 'GET * HTTP/1.1')),
  'no Host': message(visit.filter((line) => !line.startsWith('Host'))),
  'an empty Host': message(visit.with(1, 'Host: ')),
  'two Hosts': message([...visit, 'host: auth.example.test']),
  'two Authorizations': message([...visit, 'Authorization: Bearer a', 'AUTHORIZATION: Bearer b']),
  'any header twice': message([...visit, 'X-A: 1', 'x-a: 1']),
  'a length twice': message([...question, `Content-Length: ${form.length}`], form),
  'a list of lengths': message(question.with(-1, `Content-Length: ${form.length}, ${form.length}`), form),
  'no length': message(question.slice(0, -1), form),
  'no length and no body': message(question.slice(0, -1)),
  'a length of less than there is': message(question.with(-1, `Content-Length: ${form.length - 1}`), form),
  'a length of more than there is': message(question.with(-1, `Content-Length: ${form.length + 1}`), form),
  'a length with a sign': message(question.with(-1, `Content-Length: +${form.length}`), form),
  'a length with a zero in front': message(question.with(-1, `Content-Length: 0${form.length}`), form),
  'a length in hexadecimal': message(
    question.with(-1, `Content-Length: 0x${form.length.toString(16)}`),
    form,
  ),
  'a length and chunks': message([...question, 'Transfer-Encoding: chunked'], form),
  'a coding that nobody knows': message([...question, 'Transfer-Encoding: identity'], form),
  'GET with a length': message([...visit, 'Content-Length: 0']),
  'GET with a body': message(visit, 'x'),
  'an expectation': message([...question, 'Expect: 100-continue'], form),
  'another protocol': message([...visit, 'Upgrade: websocket']),
  'a connection that is to end': message([...visit, 'Connection: close']),
  'a connection with names of headers': message([...visit, 'Connection: keep-alive, Authorization']),
  'a body that is packed': message([...question, 'Content-Encoding: gzip'], form),
  'trailers to come': message([...question, 'Trailer: X-A'], form),
  'line feeds alone': whole.replaceAll('\r\n', '\n'),
  'a line feed alone behind a header': whole.replace('test\r\n', 'test\n'),
  'a carriage return alone in a header': message([...visit, 'X-A: a\rb']),
  'a folded header': message([...visit, 'X-A: a', ' b']),
  'a space before the first header': message(visit.with(1, ' Host: auth.example.test')),
  'a space before the colon': message([...visit, 'X-A : 1']),
  'a header without a colon': message([...visit, 'X-A']),
  'a header without a name': message([...visit, ': 1']),
  'a header without a value': message([...visit, 'X-A:']),
  'two spaces before a value': message([...visit, 'X-A:  1']),
  'a space behind a value': message([...visit, 'X-A: 1 ']),
  'a tab in a value': message([...visit, 'X-A: 1\t2']),
  'NUL in a value': message([...visit, 'X-A: 1\0']),
  'NUL in a name': message([...visit, 'X\0A: 1']),
  'a byte beyond ASCII in a value': message([...visit, 'X-A: \xe9']),
  'a byte beyond ASCII in the body': message(question, `${form.slice(0, -1)}\xe9`),
  'more bytes than a check can have': message([...visit, `X-A: ${'a'.repeat(plainBytesMax)}`]),
};

describe('what is not plain is left to the general reader:', () => {
  for (const [what, bytes] of Object.entries(notPlain))
    test(what, () => {
      assert.equal(read(bytes), undefined);
    });
});

interface Reading {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: object;
  readonly body: string;
}

/** What Node makes of bytes: the requests that it reads, until it hangs up or has read all of them. */
async function readByNode(bytes: Buffer): Promise<readonly Reading[]> {
  const readings: Promise<Reading>[] = [];
  const server = createServer({ requireHostHeader: false }, (request, response) => {
    const { method, url, headers } = request;
    const body = text(request).catch(() => 'broken off');
    readings.push(body.then((whole) => ({ method, url, headers: { ...headers }, body: whole })));
    void body.then(() => response.end());
  });
  const [ours, theirs] = duplexPair();
  server.emit('connection', theirs);
  const closed = new Promise((resolve) => theirs.once('close', resolve));
  ours.write(bytes);
  // Not before an answer: Node gives up a request whose sender has gone. Where none comes, it waits for more bytes.
  const patience = setTimeout(() => ours.end(), 1_000);
  ours.once('data', () => setImmediate(() => ours.end()));
  await closed;
  clearTimeout(patience);
  return Promise.all(readings);
}

/** A whole line more, before one of the others. */
const insertion = fc.record({
  joint: fc.constant(/\r\n/g),
  take: fc.constant(0),
  put: fc
    .constantFrom(
      'Transfer-Encoding: chunked',
      'Transfer-Encoding: identity',
      'Content-Length: 3',
      'Host: other.example',
      'Authorization: Bearer other',
      'Cookie: c=d',
      'Connection: close',
      'Upgrade: h2c',
      'X-A: 1',
      ' folded',
    )
    .map((line) => `\r\n${line}`),
});

/** Bytes taken out and put in, at the ends of names and values. */
const slip = fc.record({
  joint: fc.constantFrom(/\r\n/g, /:/g, /: /g, /\r\n\r\n/g, / /g, /./gs),
  take: fc.nat({ max: 2 }),
  put: fc.constantFrom(
    '',
    ' ',
    '  ',
    '\t',
    '\r\n',
    '\n',
    '\r',
    ':',
    ': ',
    ',',
    '0',
    'a',
    '\0',
    '\x7f',
    '\xe9',
    '\r\n\r\n',
  ),
});

/** A plain request written otherwise in a place or two: what comes of it is seldom plain, and nearly so. */
const nearlyPlain = fc
  .record({
    of: fc.constantFrom(
      whole,
      message(visit),
      message([...visit, 'Cookie: a=b; c=d', 'X-Forwarded-For: 192.0.2.1']),
    ),
    edits: fc.array(fc.record({ edit: fc.oneof(insertion, slip), place: fc.nat(), isBehind: fc.boolean() }), {
      minLength: 1,
      maxLength: 2,
    }),
  })
  .map(({ of, edits }) => {
    let bytes = of;
    for (const { edit, place, isBehind } of edits) {
      const joints = [...bytes.matchAll(edit.joint)];
      const joint = joints[place % Math.max(1, joints.length)];
      const index = (joint?.index ?? 0) + (isBehind && edit.take > 0 ? (joint?.[0].length ?? 0) : 0);
      bytes = bytes.slice(0, index) + edit.put + bytes.slice(index + edit.take);
    }
    return Buffer.from(bytes, 'latin1');
  });

// RFC 9112 §11.2, security checklist API-10: two readers of the same bytes, the stricter of which must never be alone.
test('whatever is read as plain, Node reads in the same way, and as one request', async () => {
  let plain = 0;
  await fc.assert(
    fc.asyncProperty(nearlyPlain, async (bytes) => {
      const request = readPlainRequest(bytes, socket);
      if (request === undefined) return;
      plain += 1;
      const { method, url, headers, body } = request;
      assert.deepEqual(await readByNode(bytes), [{ method, url, headers: { ...headers }, body }]);
    }),
    { numRuns: 3_000 },
  );
  assert.ok(plain > 100, `only ${plain} of them were plain`);
});
