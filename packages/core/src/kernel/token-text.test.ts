import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { anyText } from '../../test/arbitraries.ts';
import { repeatingRandom, seededRandom } from '../../test/platform.ts';
import { randomIndex } from './random.ts';
import {
  newTokenText,
  parseTokenText,
  type TokenKind,
  tokenKinds,
  tokenLength,
  tokenPattern,
} from './token-text.ts';

const kinds = Object.keys(tokenKinds) as TokenKind[];
const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const token = newTokenText('permanentToken', seededRandom('one token')).reveal();
const typosTried = process.env.COUNTERSIGN_TEST_LONG === '1' ? 300_000 : 20_000;

/** Asserts that no kind accepts the text. */
function assertRefused(text: string): void {
  const acceptedAs = kinds.filter((kind) => parseTokenText(kind, text) !== undefined);
  if (acceptedAs.length > 0) assert.fail(`${JSON.stringify(text)} was accepted as ${acceptedAs}`);
}

test('a token that was made is read back, character for character', () => {
  fc.assert(
    fc.property(fc.constantFrom(...kinds), fc.string(), (kind, seed) => {
      const made = newTokenText(kind, seededRandom(seed)).reveal();
      assert.equal(parseTokenText(kind, made)?.reveal(), made);
    }),
  );
});

test('a token is its prefix, 43 characters of chance and the CRC-32 of all that, in base 62', () => {
  fc.assert(
    fc.property(fc.constantFrom(...kinds), fc.string(), (kind, seed) => {
      const made = newTokenText(kind, seededRandom(seed)).reveal();
      assert.equal(made.length, tokenLength);
      assert.match(made, new RegExp(`^csn_${tokenKinds[kind]}_[0-9A-Za-z]{49}$`));
      const digits = [...made.slice(-6)].map((digit) => base62.indexOf(digit));
      assert.equal(
        digits.reduce((sum, digit) => sum * 62 + digit, 0),
        crc32(made.slice(0, -6)),
      );
    }),
  );
});

test('a token carries the 256 bits it is given: other chance, other token', () => {
  const random = seededRandom('many tokens');
  const made = Array.from({ length: 2_000 }, () => newTokenText('permanentToken', random).reveal());
  assert.equal(new Set(made).size, made.length);
  assert.deepEqual(new Set(made.flatMap((text) => [...text.slice(8, 51)])), new Set(base62));
});

test('a checksum that begins with zeros is written out in full', () => {
  const seeds = Array.from({ length: 2_000 }, (_, number) => `seed ${number}`);
  const made = seeds.map((seed) => newTokenText('permanentToken', seededRandom(seed)).reveal());
  const withZeros = made.filter((text) => text.at(-6) === '0');
  assert.ok(withZeros.length > 0);
  for (const text of withZeros) assert.ok(parseTokenText('permanentToken', text));
});

test('a token of one kind is no token of any other kind', () => {
  for (const made of kinds) {
    const text = newTokenText(made, seededRandom('kinds')).reveal();
    for (const asked of kinds) assert.equal(parseTokenText(asked, text) !== undefined, asked === made);
  }
});

test('another prefix on the same characters is refused, even where it is a known one', () => {
  for (const prefix of ['csn_pat_', 'csn_sec_', 'csn_ses_', 'csn_xxx_', 'CSN_pat_', 'csn-pat-', 'ghp_aaa_'])
    if (!token.startsWith(prefix)) assertRefused(prefix + token.slice(8));
});

test('every truncation is refused, from either end', () => {
  for (let length = 0; length < token.length; length++) {
    assertRefused(token.slice(0, length));
    assertRefused(token.slice(token.length - length));
  }
});

test('every extension by one character is refused, wherever it is put', () => {
  const added = [...Array(0x180).keys()].map((code) => String.fromCharCode(code));
  for (const character of [...added, '\u200b', '\u2028', '\ufeff', '👍'])
    for (const at of [0, 4, 8, 30, 51, token.length])
      assertRefused(token.slice(0, at) + character + token.slice(at));
});

test('padding and wrapping are refused, not forgiven', () => {
  const wrapped = [
    ` ${token}`,
    `${token} `,
    `${token}\n`,
    `\t${token}`,
    `${token}\r\n`,
    `${token}=`,
    `${token}\u0000`,
    `"${token}"`,
    `Bearer ${token}`,
    `${token}${token}`,
    `${token},${token}`,
    encodeURIComponent(`${token} `),
  ];
  for (const text of wrapped) assertRefused(text);
});

test('padding that takes the place of a character is refused', () => {
  for (const filler of [' ', '\n', '\u0000', '=', '+', '_', '-'])
    for (let count = 1; count <= 8; count++) {
      assertRefused(token.slice(0, -count) + filler.repeat(count));
      assertRefused(filler.repeat(count) + token.slice(count));
    }
});

test('re-casing is refused: all of it, or any one letter', () => {
  assertRefused(token.toUpperCase());
  assertRefused(token.toLowerCase());
  for (let at = 0; at < token.length; at++) {
    const character = token.charAt(at);
    const other = character === character.toLowerCase() ? character.toUpperCase() : character.toLowerCase();
    if (other !== character) assertRefused(token.slice(0, at) + other + token.slice(at + 1));
  }
});

test('every change of one character is refused, into any printable character', () => {
  for (let at = 0; at < token.length; at++)
    for (let code = 0x20; code < 0x7f; code++) {
      const character = String.fromCharCode(code);
      if (character !== token.charAt(at)) assertRefused(token.slice(0, at) + character + token.slice(at + 1));
    }
});

test('every swap of two neighbours is refused', () => {
  for (let at = 0; at + 1 < token.length; at++) {
    const swapped = token.slice(0, at) + token.charAt(at + 1) + token.charAt(at) + token.slice(at + 2);
    if (swapped !== token) assertRefused(swapped);
  }
});

test('characters that Unicode folds into ours are refused, one or all', () => {
  const fullwidth = (text: string) =>
    [...text].map((character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0)).join('');
  assertRefused(fullwidth(token));
  for (let at = 0; at < token.length; at++)
    assertRefused(token.slice(0, at) + fullwidth(token.charAt(at)) + token.slice(at + 1));
  // Each has a lower byte, a case or a compatibility form that is a character of ours.
  const lookalikes = [
    '\u0441',
    '\u0455',
    '\u0435',
    '\u043e',
    '\u212b',
    '\u212a',
    '\u017f',
    '\u2170',
    '\u2460',
    '\u0131',
    '\u{1d41a}',
  ];
  for (const lookalike of lookalikes)
    for (let at = 0; at < token.length; at++)
      assertRefused(token.slice(0, at) + lookalike + token.slice(at + lookalike.length));
});

test('a character is not mistaken for the one that its lower byte is', () => {
  for (const plane of [0x100, 0x400, 0xff00])
    for (let at = 0; at < token.length; at++) {
      const code = token.charCodeAt(at) + plane;
      assertRefused(token.slice(0, at) + String.fromCharCode(code) + token.slice(at + 1));
    }
});

test('the body of one token with the checksum of another is refused', () => {
  const random = seededRandom('two tokens');
  for (let i = 0; i < 1_000; i++) {
    const [one, other] = [newTokenText('session', random).reveal(), newTokenText('session', random).reveal()];
    assertRefused(one.slice(0, -6) + other.slice(-6));
  }
});

test(`none of ${typosTried} typing errors goes unnoticed`, () => {
  const random = seededRandom('typing errors');
  const pick = (below: number) => randomIndex(random, below);
  const edits: readonly ((text: string, at: number) => string)[] = [
    (text, at) => text.slice(0, at) + base62.charAt(pick(62)) + text.slice(at + 1),
    (text, at) => text.slice(0, at) + base62.charAt(pick(62)) + text.slice(at),
    (text, at) => text.slice(0, at) + text.slice(at + 1),
    (text, at) => text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2),
  ];
  let unnoticed = 0;
  for (let tried = 0; tried < typosTried; ) {
    const made = newTokenText('permanentToken', random).reveal();
    for (let i = 0; i < 100; i++) {
      let typed = made;
      for (let count = 1 + pick(4); count > 0; count--)
        typed = edits[pick(edits.length)]?.(typed, pick(typed.length)) ?? typed;
      if (typed === made) continue;
      tried += 1;
      if (parseTokenText('permanentToken', typed) !== undefined) unnoticed += 1;
    }
  }
  assert.equal(unnoticed, 0);
});

test('reading never throws, whatever the text', () => {
  const fragments = fc.constantFrom(
    'csn_',
    'pat_',
    'sec_',
    token.slice(8),
    token.slice(8, 51),
    '_',
    '\ud800',
    '0',
  );
  const texts = fc.oneof(
    anyText,
    fc.string({ minLength: tokenLength, maxLength: tokenLength }).map((text) => `csn_pat_${text.slice(8)}`),
    fc.array(fragments, { maxLength: 12 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(fc.constantFrom(...kinds), texts, (kind, text) => {
      const read = parseTokenText(kind, text);
      assert.ok(read === undefined || read.reveal() === text);
    }),
    { numRuns: 2_000 },
  );
});

test('a secret scanner finds a token of every kind in running text', () => {
  for (const kind of kinds) {
    const made = newTokenText(kind, seededRandom('scanner')).reveal();
    for (const text of [made, `"${made}"`, `token=${made}&x=1`, `(${made}).`, `Bearer ${made}\n`])
      assert.equal(tokenPattern.exec(text)?.[0], made, text);
  }
});

test('a secret scanner does not take a part of a longer word for a token', () => {
  for (const text of [
    `x${token}`,
    `${token}x`,
    `${token}_`,
    `_${token}`,
    token.slice(0, -1),
    token.toUpperCase(),
  ])
    assert.equal(tokenPattern.test(text), false, text);
});

test('chance that is always the same still makes a token that reads back', () => {
  for (const byte of [0, 61, 62, 247]) {
    const made = newTokenText('clientSecret', repeatingRandom([byte])).reveal();
    assert.equal(made.slice(8, 51), base62.charAt(byte % 62).repeat(43));
    assert.equal(parseTokenText('clientSecret', made)?.reveal(), made);
  }
});

test('what services are shown has the form that their verifiers know, too', () => {
  const file = new URL('../../../../test/vectors/token-form.json', import.meta.url);
  const { tokens, others } = JSON.parse(readFileSync(file, 'utf8'));
  const isShown = (text: string) =>
    parseTokenText('permanentToken', text) !== undefined || parseTokenText('accessToken', text) !== undefined;
  for (const one of tokens) assert.equal(isShown(one), true, one);
  for (const one of others) assert.equal(isShown(one), false, one);
});
