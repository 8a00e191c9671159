import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyText } from '../../test/arbitraries.ts';
import {
  administratorHolds,
  ann,
  anonymous,
  aService,
  aTokenActor,
  aUserActor,
  bob,
  id,
  observerHolds,
  someService,
  system,
} from '../../test/builders.ts';
import { noon } from '../../test/platform.ts';
import { noPermissions } from '../access/permission-set.ts';
import {
  allUsersGroupId,
  guestUserId,
  parseId,
  registeredUsersGroupId,
  type ServiceId,
} from '../kernel/id.ts';
import { authorityService } from './authority-service.ts';
import { brokenServiceKeyRule, mayReadService, serviceKeyForm } from './service.ts';

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

test('a service that nobody may view is seen by administrators and the system alone', () => {
  const hidden = aService({ viewers: [] });
  assert.ok(mayReadService(aUserActor(ann, administratorHolds), hidden));
  assert.ok(mayReadService(system, hidden));
  for (const actor of [aUserActor(bob, observerHolds), someService, anonymous])
    assert.ok(!mayReadService(actor, hidden));
});

test("an administrator's token that was narrowed to nothing sees no more than its owner's groups do", () => {
  assert.ok(!mayReadService(aTokenActor(ann, noPermissions), aService({ viewers: [] })));
  assert.ok(mayReadService(aTokenActor(ann, noPermissions), aService({ viewers: [registeredUsersGroupId] })));
});

test('viewers see a service through their groups, and the guest only through All Users', () => {
  const [forAll, forRegistered] = [allUsersGroupId, registeredUsersGroupId].map((group) =>
    aService({ viewers: [group] }),
  );
  assert.ok(forAll && forRegistered);
  for (const service of [forAll, forRegistered])
    assert.ok(mayReadService(aUserActor(bob, noPermissions), service));
  assert.ok(mayReadService(aUserActor(guestUserId, noPermissions), forAll));
  assert.ok(!mayReadService(aUserActor(guestUserId, noPermissions), forRegistered));
});

test('every user sees the authority itself, whoever its viewers are; without signing in nobody does', () => {
  const authority = { ...authorityService(noon), viewers: [] };
  assert.ok(mayReadService(aUserActor(bob, noPermissions), authority));
  assert.ok(!mayReadService(anonymous, authority));
  assert.ok(!mayReadService(someService, authority));
});

test("the authority's own key is compared in the form that look-ups use, and no other service can look like it", () => {
  const authority = authorityService(noon);
  assert.equal(authority.keyForm, serviceKeyForm(authority.key));
  assert.equal(brokenServiceKeyRule(authority.key), undefined);
});
