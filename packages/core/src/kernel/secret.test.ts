import assert from 'node:assert/strict';
import { test } from 'node:test';
import { format, inspect } from 'node:util';
import fc from 'fast-check';
import { anyText } from '../../test/arbitraries.ts';
import { Secret } from './secret.ts';

const plain = 'correct horse battery staple';
const secret = new Secret(plain);

const prints: Readonly<Record<string, () => string>> = {
  'as a string': () => String(secret),
  'in a template': () => `${secret}`,
  'joined to a text': () => `a ${[secret].join()}`,
  'as JSON': () => JSON.stringify(secret),
  'as JSON inside an object': () => JSON.stringify({ deep: [{ secret }] }),
  'by the inspector': () => inspect(secret),
  'by the inspector inside an object': () => inspect({ deep: { secret } }, { depth: 9 }),
  'by the inspector with hidden members': () => inspect(secret, { showHidden: true }),
  'by the inspector without custom printing': () =>
    inspect(secret, { customInspect: false, showHidden: true, getters: true }),
  'by every placeholder of a format': () => format('%s %j %o %O', secret, secret, secret, secret),
  'in the message of an error': () => new Error(`failed with ${secret}`).message,
  'by its members': () => JSON.stringify([Object.entries(secret), Reflect.ownKeys(secret), { ...secret }]),
  'as a number': () => String(Number(secret)),
};

for (const [way, print] of Object.entries(prints)) {
  test(`a secret printed ${way} shows nothing of itself`, () => {
    const printed = print();
    for (const word of plain.split(' ')) assert.ok(!printed.includes(word), printed);
  });
}

test('a secret says that it is one', () => {
  assert.equal(String(secret), '[secret]');
  assert.equal(JSON.stringify({ secret }), '{"secret":"[secret]"}');
  assert.equal(inspect(secret), '[secret]');
});

test('a structured copy, as workers and caches make them, carries no secret', () => {
  assert.ok(!inspect(structuredClone({ secret }), { showHidden: true }).includes('horse'));
});

test('revealing gives back exactly what was put in', () => {
  fc.assert(
    fc.property(
      anyText.filter((text) => text !== ''),
      (text) => {
        assert.equal(new Secret(text).reveal(), text);
      },
    ),
  );
});

test('two secrets are equal exactly when their texts are', () => {
  const texts = fc.string({
    unit: fc.constantFrom('a', 'b', '\u0000', 'é', '\ud83d'),
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(texts, texts, (one, other) => {
      assert.equal(new Secret(one).equals(new Secret(other)), one === other);
    }),
    { numRuns: 2_000 },
  );
});

test('a repeated text is not equal to the shorter text it repeats', () => {
  assert.ok(!new Secret('abab').equals(new Secret('ab')));
  assert.ok(!new Secret('ab').equals(new Secret('abab')));
});

test('an empty secret cannot be made', () => {
  assert.throws(() => new Secret(''), TypeError);
});
