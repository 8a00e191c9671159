import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anAuthority, done, missingOf, refusalOf } from '../../test/an-authority.ts';
import {
  ann,
  aPermission,
  aRole,
  aToken,
  aUser,
  bob,
  eve,
  id,
  inProject,
  projectA,
  readPages,
} from '../../test/builders.ts';
import { updateUserPermission } from '../access/permission.ts';
import { observer } from '../access/role.ts';
import { authorityServiceId, guestUserId, type UserId } from '../kernel/id.ts';
import type { SecretHash } from '../kernel/secret.ts';
import { decide } from '../verification/decide.ts';
import { FreshFacts } from '../verification/fresh-facts.ts';
import { banUser } from './ban-user.ts';
import { deleteUser } from './delete-user.ts';
import { updateUser } from './update-user.ts';

const bot = id<UserId>(5);
const secondBot = id<UserId>(6);

/** Bob, whose two bots have a token each for the authority; Eve beside them. */
async function withBots() {
  const authority = await anAuthority();
  await authority.add({
    users: [
      aUser({ id: eve, login: 'eve', name: 'Eve' }),
      aUser({ id: bot, login: 'builder', kind: 'bot', ownerId: bob }),
      aUser({ id: secondBot, login: 'tester', kind: 'bot', ownerId: bob }),
    ],
    given: [[observer, bot]],
    tokens: [aToken({ hash: hashOf(bot), userId: bot, audience: [authorityServiceId] })],
  });
  const facts = new FreshFacts(authority.ports.store.facts);
  /** How a check of the bot's token comes out at this moment, by facts that were kept since the last one. */
  const check = async () => {
    const proved = await facts.prove();
    const verdict = decide({
      credential: await proved.token(hashOf(bot)),
      subject: await proved.subject(bot),
      catalog: await proved.catalog(),
      service: authorityServiceId,
      now: authority.ports.clock.now(),
    });
    return verdict.active ? 'active' : verdict.reason;
  };
  return { ...authority, check };
}

function hashOf(user: UserId): SecretHash {
  return `token of ${user}` as SecretHash;
}

const ban = (userId: UserId, successor?: UserId) => ({ userId, banned: true, reason: 'left', successor });
const unban = (userId: UserId) => ({ userId, banned: false, reason: undefined, successor: undefined });

test('a ban ends sessions, keeps the reason, and has its event', async () => {
  const { ports, asAnn, signIn, events } = await anAuthority();
  await signIn(bob);
  const banned = done(await banUser(ports, await asAnn(), ban(bob)));
  assert.deepEqual(banned.state, { kind: 'banned', reason: 'left' });
  assert.deepEqual(await ports.store.tables.users.find(bob), banned);
  assert.deepEqual(
    events.map(({ kind, subject, details }) => [kind, subject, details]),
    [['user.banned', bob, { sessionsEnded: 1, reason: 'left' }]],
  );
  assert.equal(await ports.store.tables.sessions.deleteOfUser(bob), 0);
});

test('unbanning gives the account back as it was', async () => {
  const { ports, asAnn, holdsOf } = await anAuthority();
  const before = await holdsOf(bob);
  done(await banUser(ports, await asAnn(), ban(bob)));
  const user = done(await banUser(ports, await asAnn(), unban(bob)));
  assert.deepEqual([user.state, await holdsOf(bob)], [{ kind: 'active' }, before]);
});

test('a banned owner’s bots are suspended at the next check, and are back when the ban is over', async () => {
  const { ports, asAnn, check, events } = await withBots();
  assert.equal(await check(), 'active');
  done(await banUser(ports, await asAnn(), ban(bob)));
  assert.equal(await check(), 'subject-suspended');
  assert.equal(events[0]?.details?.botsSuspended, 2);
  done(await banUser(ports, await asAnn(), unban(bob)));
  assert.equal(await check(), 'active');
});

test('a successor answers for a banned owner’s bots: none is suspended, and each has its event', async () => {
  const { ports, asAnn, check, events } = await withBots();
  done(await banUser(ports, await asAnn(), ban(bob, eve)));
  assert.equal(await check(), 'active');
  assert.deepEqual(
    events.map(({ kind, subject, changes }) => [kind, subject, changes]),
    [
      ['user.banned', bob, undefined],
      ['bot.handed-over', bot, [{ field: 'owner', before: bob, after: eve }]],
      ['bot.handed-over', secondBot, [{ field: 'owner', before: bob, after: eve }]],
    ],
  );
  done(await banUser(ports, await asAnn(), unban(bob)));
  assert.equal((await ports.store.tables.users.find(bot))?.ownerId, eve);
});

test('a suspended bot works again when somebody active answers for it', async () => {
  const { ports, asAnn, check } = await withBots();
  done(await banUser(ports, await asAnn(), ban(bob)));
  assert.equal(await check(), 'subject-suspended');
  done(await updateUser(ports, await asAnn(), bot, { ownerId: eve }));
  assert.equal(await check(), 'active');
});

test('a deleted owner’s bots are suspended, or handed over to a successor', async () => {
  const left = await withBots();
  done(await deleteUser(left.ports, await left.asAnn(), { userId: bob, successor: undefined }));
  assert.equal(await left.check(), 'subject-suspended');
  const heired = await withBots();
  done(await deleteUser(heired.ports, await heired.asAnn(), { userId: bob, successor: eve }));
  assert.equal(await heired.check(), 'active');
  assert.equal((await heired.ports.store.tables.users.find(secondBot))?.ownerId, eve);
});

for (const [who, successor] of [
  ['the one who leaves', bob],
  ['a bot', bot],
  ['nobody', id<UserId>(999)],
] as const) {
  test(`${who} is no successor, and nothing is changed`, async () => {
    const { ports, asAnn, check, events } = await withBots();
    const refused = refusalOf(await banUser(ports, await asAnn(), ban(bob, successor)));
    assert.ok(refused.kind === 'malformed' && refused.fields[0].field === 'successor');
    assert.equal((await ports.store.tables.users.find(bob))?.state.kind, 'active');
    assert.deepEqual([await check(), events], ['active', []]);
  });
}

test('whoever hands over a bot must hold what it holds, or the whole ban is refused', async () => {
  const authority = await withBots();
  const [reader, personnel] = [
    aRole(),
    aRole({ id: id(72), key: 'personnel', permissions: [updateUserPermission] }),
  ];
  await authority.add({
    permissions: [aPermission(readPages)],
    roles: [reader, personnel],
    given: [
      [reader, secondBot, inProject(projectA)],
      [personnel, eve],
    ],
  });
  const { ports, signIn } = authority;
  assert.deepEqual(missingOf(await banUser(ports, await signIn(eve), ban(bob, ann))), [
    [readPages, projectA],
  ]);
  for (const kept of [bot, secondBot])
    assert.equal((await ports.store.tables.users.find(kept))?.ownerId, bob);
  done(await banUser(ports, await signIn(eve), ban(bob)));
});

test('a bot is switched off and on like anybody', async () => {
  const { ports, asAnn, check } = await withBots();
  done(await banUser(ports, await asAnn(), ban(bot)));
  assert.equal(await check(), 'subject-banned');
  done(await banUser(ports, await asAnn(), unban(bot)));
  assert.equal(await check(), 'active');
});

test('nobody bans themselves, the guest, or somebody who is not there', async () => {
  const { ports, asAnn } = await anAuthority();
  const refused = async (user: UserId) => refusalOf(await banUser(ports, await asAnn(), ban(user)));
  assert.deepEqual(await refused(ann), {
    kind: 'malformed',
    fields: [{ field: 'banned', rule: 'cannot be set on yourself' }],
  });
  assert.equal((await refused(guestUserId)).kind, 'malformed');
  assert.equal((await refused(id<UserId>(999))).kind, 'not-found');
});
