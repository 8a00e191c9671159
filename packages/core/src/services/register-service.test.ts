import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anAuthority, done } from '../../test/an-authority.ts';
import { carrying } from '../../test/worlds/arrive.ts';
import { anExample } from '../../test/worlds/example-world.ts';
import { readServicePermission, writeLowLevelPermission } from '../access/permission.ts';
import { covers, fromPairs } from '../access/permission-set.ts';
import { globalProjectId, registeredUsersGroupId, trustId } from '../kernel/id.ts';
import { FreshFacts } from '../verification/fresh-facts.ts';
import { registerService } from './register-service.ts';

const wiki = { name: 'Wiki', key: 'wiki', description: undefined, homeUrl: undefined };
const open = { ...wiki, viewers: [registeredUsersGroupId] };

test('who may not use every service opens a new one to nobody', async () => {
  const { ports, founder } = await anExample();
  const narrowed = carrying(founder, fromPairs([[writeLowLevelPermission, globalProjectId]]));
  const refused = await registerService(ports, narrowed, open);
  assert.deepEqual(refused, {
    ok: false,
    refusal: {
      kind: 'forbidden',
      act: 'open a new service',
      missing: [{ permission: readServicePermission, place: globalProjectId }],
    },
  });
  assert.ok((await registerService(ports, narrowed, { ...wiki, viewers: [] })).ok);
});

test('the log says to whom a new service was opened', async () => {
  const { ports, asAnn, events } = await anAuthority();
  done(await registerService(ports, await asAnn(), open));
  assert.deepEqual(
    events.map(({ kind, details }) => [kind, details]),
    [['service.registered', { key: 'wiki', viewers: [registeredUsersGroupId] }]],
  );
});

test('those whom a new service is opened to may use it at the next check', async () => {
  const { ports, founder } = await anExample();
  const facts = new FreshFacts(ports.store.facts);
  const user = trustId<never>('1-1');
  await (await facts.prove()).subject(user);
  const registered = await registerService(ports, founder, open);
  assert.ok(registered.ok);
  const subject = await (await facts.prove()).subject(user);
  assert.ok(subject && covers(subject.permissions, readServicePermission, registered.value.service.id));
});
