import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyText } from '../../test/arbitraries.ts';
import { repeatingRandom, seededRandom } from '../../test/platform.ts';
import {
  allUsersGroupId,
  authorityServiceId,
  globalProjectId,
  guestUserId,
  newId,
  parseId,
  registeredUsersGroupId,
  type UserId,
} from './id.ts';

const uuidVersion4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('a new identifier is a version 4 UUID that parses back to itself', () => {
  fc.assert(
    fc.property(fc.string(), (seed) => {
      const made = newId<UserId>(seededRandom(seed));
      assert.match(made, uuidVersion4);
      assert.equal(parseId<UserId>(made), made);
    }),
  );
});

test('the version and variant bits are set whatever chance says, and the rest is chance alone', () => {
  assert.equal(newId<UserId>(repeatingRandom([0x00])), '00000000-0000-4000-8000-000000000000');
  assert.equal(newId<UserId>(repeatingRandom([0xff])), 'ffffffff-ffff-4fff-bfff-ffffffffffff');
});

test('ten thousand identifiers are ten thousand different ones', () => {
  const random = seededRandom('many');
  assert.equal(new Set(Array.from({ length: 10_000 }, () => newId<UserId>(random))).size, 10_000);
});

test('the short identifiers that clients hard-code parse', () => {
  const short = [authorityServiceId, globalProjectId, allUsersGroupId, registeredUsersGroupId, guestUserId];
  for (const text of short) assert.equal(parseId(text), text);
  assert.equal(new Set(short).size, short.length);
});

const notIdentifiers = [
  '',
  ' ',
  '-',
  '0-',
  '-0',
  '0--0',
  '0-0-0-0-0-0',
  '12345678901',
  '0-12345678901',
  ' 0',
  '0\n',
  '٠',
  '０',
  'me',
  'guest',
  'FFFFFFFF-FFFF-4FFF-BFFF-FFFFFFFFFFFF',
  'ffffffffffff4fffbfffffffffffffff',
  '{ffffffff-ffff-4fff-bfff-ffffffffffff}',
  'ffffffff-ffff-4fff-bfff-ffffffffffff\n',
  'ffffffff-ffff-4fff-bfff-fffffffffff',
  'gfffffff-ffff-4fff-bfff-ffffffffffff',
];

for (const text of notIdentifiers) {
  test(`${JSON.stringify(text)} is no identifier`, () => assert.equal(parseId(text), undefined));
}

test('reading an identifier never throws, and answers the very text or nothing', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      assert.ok([undefined, text].includes(parseId<UserId>(text)));
    }),
  );
});
