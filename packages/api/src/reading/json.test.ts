import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseJson } from './json.ts';

function faultOf(text: string) {
  const reading = parseJson(text);
  assert.ok(!reading.ok, `accepted ${text.slice(0, 60)}`);
  assert.equal(reading.errors.length, 1);
  return reading.errors[0];
}

// What JSON.parse makes has prototypes and ours has none; through text the difference is gone.
const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

test('JSON without repeated keys reads as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(undefined, 1, '\t'), (value, space) => {
      const text = JSON.stringify(value, undefined, space);
      const reading = parseJson(text);
      assert.ok(reading.ok);
      assert.deepEqual(plain(reading.value), JSON.parse(text));
    }),
  );
});

test('any text is refused where JSON.parse refuses it, and never throws', () => {
  const fragment = fc.constantFrom(
    ...'{}[]":,\\/-+.eE019tfn \n\u0000é',
    'true',
    'null',
    '\\u00',
    '"a"',
    '1e400',
  );
  const texts = fc.oneof(
    fc.string(),
    fc.array(fragment).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const reading = parseJson(text);
      let expected: unknown;
      try {
        expected = JSON.parse(text);
      } catch {
        assert.ok(!reading.ok, 'accepted what JSON.parse refuses');
        return;
      }
      if (reading.ok) assert.deepEqual(plain(reading.value), plain(expected));
      else assert.match(reading.errors[0]?.rule ?? '', /given only once/);
    }),
    { numRuns: 2_000 },
  );
});

test('a key given twice is refused at any depth, with its path', () => {
  assert.deepEqual(faultOf('{"a":1,"a":1}'), { field: 'a', rule: 'must be given only once' });
  assert.equal(faultOf('{"scope":[{},{"id":"x","id":"y"}]}')?.field, 'scope.1.id');
  assert.equal(faultOf('{"name":1,"n\\u0061me":2}')?.field, 'name');
  assert.equal(faultOf('{"__proto__":1,"__proto__":2}')?.field, '__proto__');
});

test('a key may return in another object', () => {
  assert.ok(parseJson('{"a":{"a":1},"b":{"a":1},"c":[{"a":1},{"a":1}]}').ok);
});

test('keys that name prototypes are ordinary keys and change no prototype', () => {
  const reading = parseJson('{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}');
  assert.ok(reading.ok);
  assert.equal(Object.getPrototypeOf(reading.value), null);
  assert.deepEqual(Object.keys(reading.value as object), ['__proto__', 'constructor']);
  assert.equal(({} as { admin?: boolean }).admin, undefined);
});

test('depth and number of keys are bounded', () => {
  assert.ok(parseJson('['.repeat(32) + ']'.repeat(32)).ok);
  assert.match(faultOf('['.repeat(33) + ']'.repeat(33))?.rule ?? '', /at most 32 levels/);
  assert.match(faultOf('['.repeat(100_000))?.rule ?? '', /at most 32 levels/);
  const keys = (count: number) => `{${Array.from({ length: count }, (_, at) => `"k${at}":0`).join(',')}}`;
  assert.ok(parseJson(keys(10_000)).ok);
  assert.match(faultOf(keys(10_001))?.rule ?? '', /at most 10000 keys/);
});

test('a fault is told by its position and never by the text around it', () => {
  assert.equal(faultOf('')?.rule, 'must be valid JSON; it is not from character 1 on');
  const { rule = '' } = faultOf('{"password":"correct horse battery" oops}') ?? {};
  assert.doesNotMatch(rule, /horse|oops/);
});

test('a long string without an end is refused in linear time', () => {
  assert.equal(faultOf(`"${'a\\n'.repeat(300_000)}`)?.field, 'body');
});
