import assert from 'node:assert/strict';
import { test } from 'node:test';
import { carrying } from '../../test/worlds/arrive.ts';
import { anExample } from '../../test/worlds/example-world.ts';
import { writeLowLevelPermission } from '../access/permission.ts';
import { fromPairs } from '../access/permission-set.ts';
import { globalProjectId, type PermissionKey, type ServiceId, trustId } from '../kernel/id.ts';
import { withdrawPermission } from './declare-permission.ts';

const wiki = trustId<ServiceId>('5-0');
const [look, write] = ['wiki.look' as PermissionKey, 'wiki.write' as PermissionKey];

test('withdrawing a permission takes what it implied, and so only from who holds that', async () => {
  const { ports, founder } = await anExample();
  const narrowed = carrying(founder, fromPairs([[writeLowLevelPermission, globalProjectId]]));
  const refused = await withdrawPermission(ports, narrowed, { serviceId: wiki, key: write });
  assert.deepEqual(refused, {
    ok: false,
    refusal: {
      kind: 'forbidden',
      act: 'give or take these permissions by implication',
      missing: [{ permission: look, place: globalProjectId }],
    },
  });
  assert.ok((await withdrawPermission(ports, narrowed, { serviceId: wiki, key: look })).ok);
  assert.ok((await withdrawPermission(ports, narrowed, { serviceId: wiki, key: write })).ok);
});
