import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Permission } from '@countersign/sdk';
import { byService, impliedBy } from './chosen-permissions.ts';

const wiki = { type: 'service', id: 'w', key: 'wiki', name: 'Wiki' } as const;
const forum = { type: 'service', id: 'f', key: 'forum', name: 'Forum' } as const;

function permission(
  key: string,
  implied: readonly string[],
  service: Permission['service'] = wiki,
): Permission {
  return {
    type: 'permission',
    id: key,
    key,
    name: key.toUpperCase(),
    description: null,
    global: false,
    service,
    implied: implied.map((one) => ({ type: 'permission', id: one, key: one, name: one.toUpperCase() })),
    entityType: null,
    operation: null,
  };
}

const all = [
  permission('admin', ['write']),
  permission('write', ['read']),
  permission('read', []),
  permission('post', ['read'], forum),
];
const implied = (...chosen: string[]) => Object.fromEntries(impliedBy(new Set(chosen), all));

test('what is implied names what implies it, through others too', () => {
  assert.deepEqual(implied('admin'), { write: ['ADMIN'], read: ['ADMIN'] });
  assert.deepEqual(implied('write', 'post'), { read: ['WRITE', 'POST'] });
  assert.deepEqual(implied('read'), {});
});

test('permissions that imply each other do not imply themselves', () => {
  const circle = [permission('one', ['two']), permission('two', ['one'])];
  assert.deepEqual([...impliedBy(new Set(['one']), circle).keys()], ['two']);
});

test('a chosen permission that nobody declares any more implies nothing', () => {
  assert.deepEqual(implied('gone'), {});
});

test('permissions stand under the service that declares them', () => {
  assert.deepEqual(
    byService(all).map(({ service, permissions }) => [service.name, permissions.length]),
    [
      ['Wiki', 3],
      ['Forum', 1],
    ],
  );
});
