import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usedPermissions } from './used-permissions.ts';

const service = { type: 'service', id: 's-1', key: 'wiki', name: 'Wiki' } as const;

function used(names: readonly string[]) {
  return names.map((name, index) => ({
    permission: { type: 'permission', id: name, key: name, name } as const,
    service,
    count: 1_000 + index,
    lastTime: 0,
  }));
}

test('the permissions that a token was used for are told with their counts', () => {
  assert.deepEqual(usedPermissions({ permissionsUsed: used(['Read pages', 'Write pages']) }), [
    'Permissions used:',
    'Read pages (1,000)',
    'Write pages (1,001)',
  ]);
});

test('where nobody demanded one, nothing is said', () => {
  assert.deepEqual(usedPermissions({ permissionsUsed: [] }), []);
});

test('of many the latest are told, and how many there are beside them', () => {
  const names = Array.from({ length: 20 }, (_, index) => `p${index}`);
  const lines = usedPermissions({ permissionsUsed: used(names) });
  assert.deepEqual([lines.length, lines.at(-1)], [10, 'and 12 more']);
});
