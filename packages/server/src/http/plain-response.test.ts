import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import { headerLines, PlainResponse } from './plain-response.ts';

function aResponse() {
  const written: string[] = [];
  const told: boolean[] = [];
  const socket = { write: (text: string) => written.push(text) } as unknown as Socket;
  const response = new PlainResponse(socket, 'Connection: keep-alive\r\n', (goesOn) => told.push(goesOn));
  return { response, written, told };
}

test('an answer is one piece, with its length in bytes', () => {
  const { response, written, told } = aResponse();
  response.send(200, 'A: 1\r\n', ['B', '2'], '{"login":"zoë"}');
  const [text = ''] = written;
  assert.equal(written.length, 1);
  assert.equal(
    text.replace(/^Date: .*\r\n/m, ''),
    'HTTP/1.1 200 OK\r\nA: 1\r\nB: 2\r\nContent-Length: 16\r\nConnection: keep-alive\r\n\r\n{"login":"zoë"}',
  );
  assert.deepEqual(told, [true]);
  assert.throws(() => response.send(200, '', [], ''), /written once/);
});

test('an answer that ends the connection says so, to both sides', () => {
  const { response, written, told } = aResponse();
  response.send(413, '', ['Connection', 'close'], '');
  assert.match(written[0] ?? '', /^HTTP\/1\.1 413 Payload Too Large\r\nConnection: close\r\n/);
  assert.doesNotMatch(written[0] ?? '', /keep-alive/);
  assert.deepEqual(told, [false]);
});

// CWE-113: whatever gets into a value, it ends no line and begins no answer.
for (const value of ['a\r\nSet-Cookie: b', 'a\nb', 'a\rb', 'a\0b', 'a\x7fb', 'zoë'])
  test(`${JSON.stringify(value)} is no value of a header`, () => {
    assert.throws(() => headerLines(['Remote-Name', value]), /Remote-Name holds what no header may/);
  });
