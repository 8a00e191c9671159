import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyText } from '../../test/arbitraries.ts';
import { brokenDescriptionRule, brokenNameRule, descriptionLengthMax, nameLengthMax } from './text-rule.ts';

const goodNames = [
  'a',
  'nightly build',
  '<script>alert(1)</script>',
  "Robert'); DROP TABLE tokens;--",
  '日本語',
  'e\u0301 and é stay apart',
  '👩‍👩‍👧‍👦',
  '❤\ufe0f',
  '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
  'می\u200cخواهم',
  'क्\u200dष',
  'שלום',
  'x'.repeat(nameLengthMax),
  '👍'.repeat(nameLengthMax),
];

for (const name of goodNames) {
  test(`the name ${JSON.stringify(name.slice(0, 40))} is good`, () => {
    assert.equal(brokenNameRule(name), undefined);
    assert.equal(brokenDescriptionRule(name), undefined);
  });
}

const badNames: readonly (readonly [string, RegExp])[] = [
  ['', /empty/],
  [' a', /white space/],
  ['a ', /white space/],
  ['\u00a0a', /white space/],
  ['a\u3000', /white space/],
  ['\ufeffa', /white space/],
  ['a\nb', /control/],
  ['a\tb', /control/],
  ['a\u0000b', /control/],
  ['a\u001b[31mb', /control/],
  ['a\u007fb', /control/],
  ['a\u0085b', /control/],
  ['a\u2028b', /control/],
  ['a\u2029b', /control/],
  ...[
    '\u200b',
    '\u200d',
    '\u2060\u200c',
    '\u3164',
    '\u2800',
    '\u00ad',
    '\u200b \u200b',
    '\ufe0f',
    '\u{e0041}',
  ].map((nothing) => [nothing, /can be seen/] as const),
  ['a\ud800b', /well-formed/],
  ['\udc00', /well-formed/],
  ['x'.repeat(nameLengthMax + 1), /at most 200/],
  ['👍'.repeat(nameLengthMax + 1), /at most 200/],
  ['x'.repeat(64 * 1024), /at most 200/],
];

for (const [name, rule] of badNames) {
  test(`the name ${JSON.stringify(name.slice(0, 20))} of ${name.length} is refused with its rule`, () => {
    assert.match(brokenNameRule(name) ?? 'no rule', rule);
  });
}

test('every control character is refused in a name, and all but line breaks and tabs in a description', () => {
  const controls = [...Array(0x20).keys(), 0x7f, ...Array.from({ length: 0x20 }, (_, i) => 0x80 + i)];
  for (const code of controls) {
    const text = `a${String.fromCharCode(code)}b`;
    assert.match(brokenNameRule(text) ?? 'no rule', /control/, `U+${code.toString(16)}`);
    const welcome = ['\n', '\r', '\t'].includes(text.charAt(1));
    assert.equal(brokenDescriptionRule(text) === undefined, welcome, `U+${code.toString(16)}`);
  }
});

test('no character that turns the direction of text is in a name', () => {
  const codes = [
    0x061c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069,
  ];
  for (const code of codes) {
    const name = `invoice${String.fromCharCode(code)}gpj.exe`;
    assert.match(brokenNameRule(name) ?? 'no rule', /direction of text/, `U+${code.toString(16)}`);
  }
});

test('a description may be empty and long, and its length has an end', () => {
  assert.equal(brokenDescriptionRule(''), undefined);
  assert.equal(brokenDescriptionRule('one\r\n\ttwo\n'), undefined);
  assert.equal(brokenDescriptionRule('👍'.repeat(descriptionLengthMax)), undefined);
  assert.match(brokenDescriptionRule('x'.repeat(descriptionLengthMax + 1)) ?? 'no rule', /at most 2000/);
  assert.match(brokenDescriptionRule('a\ud800b') ?? 'no rule', /well-formed/);
});

test('the rules answer for every string, and always the same', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      assert.equal(brokenNameRule(text), brokenNameRule(text));
      assert.equal(brokenDescriptionRule(text), brokenDescriptionRule(text));
    }),
  );
});
