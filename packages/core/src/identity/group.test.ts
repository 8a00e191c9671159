import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bob, editors } from '../../test/builders.ts';
import { guestUserId } from '../kernel/id.ts';
import {
  allUsers,
  brokenGroupNameRule,
  builtInGroups,
  builtInGroupsOf,
  isBuiltInGroup,
  registeredUsers,
} from './group.ts';

test('whoever has an account is a registered user, and the guest is not', () => {
  assert.deepEqual(builtInGroupsOf(bob), [allUsers, registeredUsers]);
  assert.deepEqual(builtInGroupsOf(guestUserId), [allUsers]);
});

test('a built-in group is known by its identifier alone', () => {
  for (const group of builtInGroups) assert.ok(isBuiltInGroup(group.id));
  assert.ok(!isBuiltInGroup(editors));
});

test('a built-in group has a name that a group may have, and demands nothing of itself', () => {
  for (const group of builtInGroups) {
    assert.equal(brokenGroupNameRule(group.name), undefined);
    assert.equal(group.parentId, undefined);
    assert.ok(!group.autoJoin && !group.requiresTwoFactor);
  }
});
