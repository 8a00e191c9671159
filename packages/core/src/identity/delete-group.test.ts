import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anAuthority, done } from '../../test/an-authority.ts';
import { ann, aUser, bob, eve } from '../../test/builders.ts';
import type { GroupId } from '../kernel/id.ts';
import { createGroup } from './create-group.ts';
import { deleteGroup } from './delete-group.ts';

const plain = { description: undefined, parentId: undefined, requiresTwoFactor: false, autoJoin: false };

test('the log says of each member where they are now, and which groups were moved up', async () => {
  const authority = await anAuthority();
  const { ports, asAnn, events } = authority;
  const make = async (name: string, parentId?: GroupId) =>
    done(await createGroup(ports, await asAnn(), { ...plain, name, parentId })).id;
  const [gone, heir] = [await make('Gone'), await make('Heir')];
  const below = await make('Below', gone);
  await authority.add({
    users: [aUser({ id: eve, login: 'eve' })],
    members: [
      [gone, bob],
      [gone, eve],
      [heir, eve],
    ],
  });
  const before = events.length;
  done(await deleteGroup(ports, await asAnn(), { groupId: gone, successor: heir }));
  const [deleted, ...joined] = events.slice(before);
  assert.deepEqual(deleted?.details?.subgroupsMovedUp, [below]);
  assert.deepEqual(
    joined.map(({ kind, subject, target, caller }) => [
      kind,
      subject,
      target.kind === 'group' && target.id,
      caller.actor.kind === 'user' && caller.actor.userId,
    ]),
    [['group.member-added', bob, heir, ann]],
  );
});
