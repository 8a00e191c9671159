import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyText } from '../../test/arbitraries.ts';
import { brokenLoginRule, guest, loginKey } from './user.ts';

const goodLogins = [
  'a',
  '7',
  'alice',
  'Alice',
  'a.b_c@d+e-f',
  'alice@example.org',
  'mee',
  'a'.repeat(64),
  'x--',
];
const badLogins = [
  '',
  ' ',
  ' alice',
  'alice ',
  'al ice',
  'alice\n',
  '.alice',
  '-alice',
  '@alice',
  'a/b',
  'a:b',
  'a\u0000b',
  '<b>',
  'alicé',
  '\uff21lice',
  '\u0430lice',
  'ali\u200bce',
  'a'.repeat(65),
];

for (const login of goodLogins) {
  test(`${JSON.stringify(login.slice(0, 20))} of ${login.length} is a login`, () =>
    assert.equal(brokenLoginRule(login), undefined));
}

for (const login of badLogins) {
  test(`${JSON.stringify(login.slice(0, 20))} of ${login.length} is no login`, () =>
    assert.match(brokenLoginRule(login) ?? 'no rule', /1 to 64 letters/));
}

for (const login of ['me', 'guest', 'system', 'Me', 'GUEST', 'SyStEm']) {
  test(`${login} is reserved, in every case`, () =>
    assert.equal(brokenLoginRule(login), 'is a reserved name'));
}

test('however somebody types a login, it is one account and one throttle', () => {
  const typed = [
    'alice',
    'Alice',
    'ALICE',
    ' alice ',
    'alice\n',
    '\u3000alice\u00a0',
    '\uff21\uff2c\uff29\uff23\uff25',
    '\u24d0\u24db\u24d8\u24d2\u24d4',
    '\u{1d41a}\u{1d425}\u{1d422}\u{1d41c}\u{1d41e}',
  ];
  assert.deepEqual(new Set(typed.map(loginKey)), new Set(['alice']));
});

test('letters of another script stay different, however alike they look', () => {
  for (const lookalike of ['\u0430lice', 'al\u0456ce', 'ali\u200bce', 'al\u00efce', 'a1ice', 'alic\u00e9'])
    assert.notEqual(loginKey(lookalike), 'alice');
});

test('logins that the rule accepts are one exactly when they differ in case alone', () => {
  const logins = fc
    .array(fc.constantFrom(...'aAbB0._@+-'), { minLength: 1, maxLength: 4 })
    .map((letters) => letters.join(''))
    .filter((login) => brokenLoginRule(login) === undefined);
  fc.assert(
    fc.property(logins, logins, (one, other) => {
      assert.equal(loginKey(one) === loginKey(other), one.toLowerCase() === other.toLowerCase());
    }),
    { numRuns: 1_000 },
  );
});

test('the normal form of any text is a text, and that of an ASCII one is its own', () => {
  fc.assert(
    fc.property(anyText, (typed) => {
      const key = loginKey(typed);
      assert.equal(key, loginKey(` ${typed}\t`));
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ASCII, controls included.
      if (/^[\u0000-\u007f]*$/.test(key)) assert.equal(loginKey(key), key);
    }),
  );
});

test('the rule answers for every text, and lets ASCII alone through', () => {
  fc.assert(
    fc.property(anyText, (login) => {
      if (brokenLoginRule(login) === undefined) assert.match(login, /^[!-~]{1,64}$/);
    }),
  );
});

test('the guest may never sign in and nobody can register the name', () => {
  assert.equal(guest.state.kind, 'banned');
  assert.equal(guest.passwordHash, undefined);
  assert.ok(brokenLoginRule(guest.login));
  assert.equal(guest.loginKey, loginKey(guest.login));
});
