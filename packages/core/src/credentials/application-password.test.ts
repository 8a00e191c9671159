import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { seededRandom } from '../../test/platform.ts';
import { newApplicationPassword, readApplicationPassword } from './application-password.ts';

const { shown, letters } = newApplicationPassword(seededRandom('a program'));
const text = letters.reveal();
const [first = '', ...rest] = shown.reveal().split('-');

test('an application password is shown as six groups of four, of letters that nobody mistakes', () => {
  assert.match(shown.reveal(), /^([0-9a-hjkmnp-tv-z]{4}-){5}[0-9a-hjkmnp-tv-z]{4}$/);
  assert.equal(shown.reveal().replaceAll('-', ''), text);
});

const readings: Readonly<Record<string, string>> = {
  'as it was shown': shown.reveal(),
  'without dashes': text,
  'with spaces': shown.reveal().replaceAll('-', ' '),
  'in capitals': shown.reveal().toUpperCase(),
  'with a space before and after it': ` ${shown.reveal()}\n`,
  'with dashes elsewhere': `${first}${rest.join('--')}`,
  'with O for 0, I or l for 1': shown.reveal().replaceAll('0', 'O').replaceAll('1', 'l'),
};

for (const [name, typed] of Object.entries(readings)) {
  test(`what is typed ${name} is the same password`, () => {
    assert.equal(readApplicationPassword(typed)?.reveal(), text);
  });
}

const junk: Readonly<Record<string, string>> = {
  nothing: '',
  'a letter too few': text.slice(1),
  'a letter too many': `${text}x`,
  'a letter that the alphabet leaves out': `u${text.slice(1)}`,
  'a dot between the groups': shown.reveal().replaceAll('-', '.'),
  'a letter of another script': `\u0430${text.slice(1)}`,
  'more white space than anybody types': `${' '.repeat(200)}${text}`,
};

for (const [name, typed] of Object.entries(junk)) {
  test(`${name} is no application password`, () => {
    assert.equal(readApplicationPassword(typed), undefined);
  });
}

test('reading never fails, whatever was typed, and what is read is read the same again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (typed) => {
      const read = readApplicationPassword(typed)?.reveal();
      assert.equal(read === undefined ? undefined : readApplicationPassword(read)?.reveal(), read);
    }),
  );
});

test('every letter of the alphabet comes up, each about as often as the others', () => {
  const random = seededRandom('many programs');
  const counts = new Map<string, number>();
  for (let made = 0; made < 2_000; made++)
    for (const letter of newApplicationPassword(random).letters.reveal())
      counts.set(letter, (counts.get(letter) ?? 0) + 1);
  assert.equal(counts.size, 32);
  const expected = (2_000 * 24) / 32;
  for (const count of counts.values()) assert.ok(Math.abs(count - expected) < expected / 5);
});
