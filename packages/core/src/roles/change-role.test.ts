import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anExample } from '../../test/worlds/example-world.ts';
import { readGroupPermission } from '../access/permission.ts';
import { covers } from '../access/permission-set.ts';
import { globalProjectId, trustId, type UserId } from '../kernel/id.ts';
import { FreshFacts } from '../verification/fresh-facts.ts';
import { assignRole } from './assign-role.ts';
import { createRole } from './change-role.ts';

test('a role that is new counts for whoever is given it, though nobody asked in between', async () => {
  const { ports, founder } = await anExample();
  const facts = new FreshFacts(ports.store.facts);
  const user = trustId<UserId>('1-1');
  await (await facts.prove()).subject(user);
  const permissions = [readGroupPermission];
  const role = await createRole(ports, founder, {
    key: 'reader',
    name: 'Reader',
    description: undefined,
    permissions,
  });
  assert.ok(role.ok);
  const holder = { kind: 'user', id: user } as const;
  assert.ok(
    (await assignRole(ports, founder, { roleId: role.value.id, holder, projectId: globalProjectId })).ok,
  );
  const subject = await (await facts.prove()).subject(user);
  assert.ok(subject && covers(subject.permissions, readGroupPermission, globalProjectId));
});
