import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyText } from '../../test/arbitraries.ts';
import {
  brokenPasswordRule as brokenRule,
  type FirstGuesses,
  passwordLengthMax,
  passwordLengthMin,
} from './password.ts';

const guesses: FirstGuesses = {
  isCommon: (text) =>
    ['monkey', 'dragon', 'baseball', 'correct', 'polniypizdec0211', '12345678'].includes(text),
  siteWords: ['auth.harbourstreet.example'],
};

const brokenPasswordRule = (password: string, of: readonly string[]) => brokenRule(password, of, guesses);

const context = ['robert.tables', 'Robert Tables', 'bobby@droptable.example'];

const good = [
  'correct horse battery staple',
  'kX9#qLm2vR7!pZ4w',
  'my cat eats 17 fish at noon',
  'Привет, как дела сегодня?',
  '東京特許許可局長今日急遽休暇許可',
  'кот 😀 ест 17 рыб 🐟',
  "the admin's password is not this one",
  'monkeys eat dragons for breakfast',
  'correct horse monkey baseball',
  'robertson walks the tablecloth home',
];

for (const password of good) {
  test(`${JSON.stringify(password)} is good enough`, () =>
    assert.equal(brokenPasswordRule(password, context), undefined));
}

const guessable = [
  'aaaaaaaaaaaaaaaaaaaa',
  'abcdefghijklmnopqrst',
  'zyxwvutsrqponmlkjihg',
  '12345678901234567890',
  'abababababababababab',
  'azazazazazazazazazaz',
  'passwordpassword',
  'PassWordPassWord1',
  'countersigncountersign',
  'adminadminadminadmin',
  'welcome123456789',
  'qwertyqwertyqwerty',
  'robert.tables123',
  'ROBERT.TABLES2026',
  'Robert Tables!!!',
  'Polniypizdec0211',
  '!!polniypizdec0211!!',
  'monkeydragon12345678',
  'BaseballBaseball',
  '2026-monkeybaseball-2026',
  'bobby-droptable!',
  'DropTable.Bobby',
  'harbourstreet-harbourstreet',
  'harbourstreet2026!',
  '\uff50\uff41\uff53\uff53\uff57\uff4f\uff52\uff44password',
];

for (const password of guessable) {
  test(`${JSON.stringify(password)} is too easy to guess`, () =>
    assert.match(brokenPasswordRule(password, context) ?? 'no rule', /guess/));
}

const strong = 'kX9#qLm2vR7!pZ4wT6&nB3@yH8^cJ5';

test('a password is as short as the least length and not shorter', () => {
  assert.equal(brokenPasswordRule(strong.slice(0, passwordLengthMin), []), undefined);
  for (let length = 0; length < passwordLengthMin; length++)
    assert.match(brokenPasswordRule(strong.slice(0, length), []) ?? 'no rule', /at least 15/);
});

test('a password is as long as the greatest length and not longer', () => {
  const long = strong.repeat(9);
  assert.equal(brokenPasswordRule(long.slice(0, passwordLengthMax), []), undefined);
  assert.match(brokenPasswordRule(long.slice(0, passwordLengthMax + 1), []) ?? 'no rule', /at most 256/);
  assert.match(brokenPasswordRule('x'.repeat(64 * 1024), []) ?? 'no rule', /at most 256/);
});

test('length is counted in characters after normalisation, not in code units', () => {
  const decomposed = 'e\u0301a\u0300o\u0302u\u0308'.repeat(3);
  assert.equal(decomposed.length, 24);
  assert.match(brokenPasswordRule(decomposed, []) ?? 'no rule', /at least 15/);
  assert.match(brokenPasswordRule('\u{1f600}\u{1f41f}'.repeat(6), []) ?? 'no rule', /at least 15/);
});

test('half a character is refused, since it could not be typed again', () => {
  assert.match(brokenPasswordRule(`${strong}\ud800`, []) ?? 'no rule', /well-formed/);
});

test('surprises behind characters of two code units count like any others', () => {
  const emoji = '\u{1f600}'.repeat(8);
  assert.equal(brokenPasswordRule(`kX9#qLm2vR7${emoji}`, []), undefined);
  assert.equal(brokenPasswordRule(`${emoji}kX9#qLm2vR7`, []), undefined);
});

test('a sequence is a sequence in every plane of Unicode', () => {
  const sequence = String.fromCodePoint(...Array.from({ length: 20 }, (_, i) => 0x1f600 + i));
  assert.match(brokenPasswordRule(sequence, []) ?? 'no rule', /guess/);
  assert.match(brokenPasswordRule('\u{1f600}\u{1f601}'.repeat(10), []) ?? 'no rule', /guess/);
});

test('the words of an account are no surprise, in whatever width and case they are typed', () => {
  const wide = [...'alexandra'].map((letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)).join('');
  for (const typed of ['alexandra', 'ALEXANDRA', wide])
    for (const known of ['alexandra', 'Alexandra', wide])
      assert.match(
        brokenPasswordRule(`${typed}${typed}`, [known]) ?? 'no rule',
        /guess/,
        `${typed} ${known}`,
      );
});

test('short words of an account, and none, take nothing away', () => {
  assert.equal(brokenPasswordRule(strong, ['', 'k', 'X9#']), undefined);
});

test('the rule answers for every text and every account', () => {
  fc.assert(
    fc.property(anyText, fc.array(anyText), (password, words) => {
      const rule = brokenPasswordRule(password, words);
      if (rule === undefined) assert.ok([...password.normalize('NFC')].length >= passwordLengthMin);
    }),
  );
});
