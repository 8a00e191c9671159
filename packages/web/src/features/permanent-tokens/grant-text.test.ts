import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PermissionReach } from '@countersign/sdk';
import { grantText } from './grant-text.ts';

function aReach(name: string, projects: readonly string[] | null): PermissionReach {
  return {
    permission: { type: 'permission', id: name, key: name, name },
    global: projects === null,
    projects: projects?.map((one) => ({ type: 'project', id: one, key: one, name: one })) ?? null,
  };
}

test('every permission is told with where it holds', () => {
  assert.equal(
    grantText([aReach('Read issues', ['Payments', 'Billing']), aReach('See boards', null)]),
    'Can use no more than:\nRead issues in Payments and Billing\nSee boards',
  );
});

test('a long grant says how much of it is not told', () => {
  const many = Array.from({ length: 20 }, (_, index) => aReach(`permission ${index}`, null));
  const lines = grantText(many).split('\n');
  assert.equal(lines.length, 14);
  assert.equal(lines.at(-1), 'and 8 more');
});
