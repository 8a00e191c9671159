import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyText } from '../../test/arbitraries.ts';
import { id } from '../../test/builders.ts';
import { noon } from '../../test/platform.ts';
import { parseId, type ServiceId } from '../kernel/id.ts';
import { authorityService } from './authority-service.ts';
import { brokenServiceKeyRule, serviceKeyForm } from './service.ts';

for (const key of ['a', '7a', 'wiki', 'Team-City.2_x', 'a'.repeat(64), '0-a', '10.0.0.1', 'cafe-1234']) {
  test(`${JSON.stringify(key.slice(0, 20))} of ${key.length} is a service key`, () =>
    assert.equal(brokenServiceKeyRule(key), undefined));
}

const badKeys = [
  '',
  ' ',
  'a b',
  '.wiki',
  '-wiki',
  'wiki\n',
  'wi/ki',
  'w@ki',
  'wik\u0456',
  '\uff57iki',
  'a'.repeat(65),
];
for (const key of badKeys) {
  test(`${JSON.stringify(key.slice(0, 20))} of ${key.length} is no service key`, () =>
    assert.match(brokenServiceKeyRule(key) ?? 'no rule', /1 to 64 letters/));
}

const idLike = [
  '0',
  '0-0-0-0-0',
  '1-2',
  '12345678901',
  '0-0-0-0-0-0',
  id<ServiceId>(1),
  'FFFFFFFF-FFFF-4FFF-BFFF-FFFFFFFFFFFF',
];
for (const key of ['me', 'Me', 'header', 'HEADER']) {
  test(`${key} is no service key: it stands for something else in an address`, () =>
    assert.equal(brokenServiceKeyRule(key), 'is a reserved name'));
}

for (const key of idLike) {
  test(`${key} is no service key: it looks like an identifier`, () =>
    assert.match(brokenServiceKeyRule(key) ?? 'no rule', /identifier/));
}

test('no key that the rule accepts can be taken for an identifier, in any case', () => {
  const digitsAndDashes = fc
    .array(fc.constantFrom(...'0f-F9'), { minLength: 1, maxLength: 40 })
    .map((letters) => letters.join(''));
  fc.assert(
    fc.property(fc.oneof(digitsAndDashes, anyText, fc.uuid()), (key) => {
      if (brokenServiceKeyRule(key) !== undefined) return;
      assert.equal(parseId(key), undefined);
      assert.equal(parseId(serviceKeyForm(key)), undefined);
    }),
    { numRuns: 2_000 },
  );
});

test('keys that differ in case alone are one key', () => {
  assert.equal(serviceKeyForm('TeamCity'), serviceKeyForm('teamcity'));
  assert.notEqual(serviceKeyForm('team-city'), serviceKeyForm('teamcity'));
});

test("the authority's own key is compared in the form that look-ups use, and no other service can look like it", () => {
  const authority = authorityService(noon);
  assert.equal(authority.keyForm, serviceKeyForm(authority.key));
  assert.equal(brokenServiceKeyRule(authority.key), undefined);
});
