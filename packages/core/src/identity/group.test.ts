import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bob } from '../../test/builders.ts';
import { type GroupId, guestUserId } from '../kernel/id.ts';
import { allUsers, builtInGroups, findGroup, groupsOf, registeredUsers } from './group.ts';

test('whoever has an account is a registered user, and the guest is not', () => {
  assert.deepEqual(groupsOf(bob), [allUsers, registeredUsers]);
  assert.deepEqual(groupsOf(guestUserId), [allUsers]);
});

test('a group is found by its identifier alone', () => {
  for (const group of builtInGroups) assert.equal(findGroup(group.id), group);
  for (const stranger of ['', 'All Users', '0-0-0-0-9'])
    assert.equal(findGroup(stranger as GroupId), undefined);
});
