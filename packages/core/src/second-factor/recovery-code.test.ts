import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { digest, seededRandom } from '../../test/platform.ts';
import { trustId, type UserId } from '../kernel/id.ts';
import { hashRecoveryCode, newRecoveryCodes, readRecoveryCode } from './recovery-code.ts';

const letters = '23456789abcdefghjkmnpqrstuvwxyz';
const codes = newRecoveryCodes(seededRandom('a drawer')).map((code) => code.reveal());
const [code = ''] = codes;
const [ann, bob] = [trustId<UserId>('ann'), trustId<UserId>('bob')];

test('there are ten recovery codes, each of sixteen letters that nobody mistakes: more than 64 bits', () => {
  assert.equal(new Set(codes).size, 10);
  for (const each of codes) {
    assert.match(each, /^[2-9a-z]{4}(-[2-9a-z]{4}){3}$/);
    assert.ok([...each.replaceAll('-', '')].every((letter) => letters.includes(letter)));
  }
  assert.ok(16 * Math.log2(letters.length) > 79);
});

test('every letter comes up in recovery codes, each about as often as the others', () => {
  const random = seededRandom('many drawers');
  const counts = new Map<string, number>();
  for (let round = 0; round < 1_000; round += 1)
    for (const each of newRecoveryCodes(random))
      for (const letter of each.reveal().replaceAll('-', ''))
        counts.set(letter, (counts.get(letter) ?? 0) + 1);
  assert.equal([...counts.keys()].toSorted().join(''), letters);
  const expected = 160_000 / letters.length;
  for (const [letter, count] of counts)
    assert.ok(Math.abs(count - expected) < expected * 0.1, `${letter} came up ${count} times`);
});

test('case, spaces and dashes are forgiven in a recovery code, and nothing else is', () => {
  const text = code.replaceAll('-', '');
  for (const typed of [code, text, code.toUpperCase(), ` ${code.replaceAll('-', ' ')}\n`])
    assert.equal(readRecoveryCode(typed)?.reveal(), text);
  for (const typed of ['', text.slice(1), `${text}2`, `0${text.slice(1)}`, `l${text.slice(1)}`, '123456'])
    assert.equal(readRecoveryCode(typed), undefined, typed);
});

test('reading a recovery code never fails, whatever was typed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (typed) => {
      const read = readRecoveryCode(typed)?.reveal();
      assert.ok(read === undefined || readRecoveryCode(read)?.reveal() === read);
    }),
  );
});

test('of a recovery code a keyed hash is kept that is another one for another person', () => {
  const read = readRecoveryCode(code.toUpperCase());
  assert.ok(read !== undefined);
  const [made = read] = newRecoveryCodes(seededRandom('a drawer'));
  const hash = hashRecoveryCode(digest, ann, read);
  assert.equal(hash, hashRecoveryCode(digest, ann, made));
  assert.notEqual(hash, hashRecoveryCode(digest, bob, read));
  const elsewhere = { ...digest, keyed: (purpose: string, text: string) => `another ${purpose} ${text}` };
  assert.notEqual(hash, hashRecoveryCode(elsewhere, ann, read));
  assert.ok(!hash.includes(read.reveal()));
});
