import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bob, id } from '../../test/builders.ts';
import { noon } from '../../test/platform.ts';
import type { SessionId } from '../kernel/id.ts';
import { type Instant, later } from '../kernel/instant.ts';
import { SessionClock } from './session-clock.ts';

const session = id<SessionId>(41);
const other = id<SessionId>(42);

/** A clock over a store that keeps what it is given; `before` may hold or fail a batch. */
function aSessionClock() {
  const stored = new Map<SessionId, Instant>();
  const store = {
    writes: 0,
    before: async (): Promise<void> => undefined,
    async record(batch: ReadonlyMap<SessionId, Instant>) {
      const copy = [...batch];
      await store.before();
      store.writes += 1;
      for (const [key, at] of copy) stored.set(key, at);
    },
    find: async (key: SessionId) => stored.get(key),
    findOfUser: async () => new Map(stored),
    sweep: async () => 0,
  };
  return { clock: new SessionClock(store), store, stored };
}

test('a session that was never used has no last use', async () => {
  assert.equal(await aSessionClock().clock.lastUsed(session), undefined);
});

test('a use is known at once, before anything is written', async () => {
  const { clock, store } = aSessionClock();
  clock.note(session, noon);
  assert.equal(await clock.lastUsed(session), noon);
  assert.equal(await clock.lastUsed(other), undefined);
  assert.equal(store.writes, 0);
});

test('what was flushed is known from the store, and what came after it from memory', async () => {
  const { clock, stored } = aSessionClock();
  clock.note(session, noon);
  clock.note(other, noon);
  await clock.flush();
  assert.equal(await clock.lastUsed(session), noon);
  clock.note(session, later(noon, 1));
  assert.equal(await clock.lastUsed(session), later(noon, 1));
  assert.equal(stored.get(session), noon);
  assert.equal(stored.get(other), noon);
});

test('a flush writes each use once, and nothing when there is nothing', async () => {
  const { clock, store } = aSessionClock();
  await clock.flush();
  clock.note(session, noon);
  await clock.flush();
  await clock.flush();
  assert.equal(store.writes, 1);
});

test('a failed flush says so and forgets nothing, least of all a newer use', async () => {
  const { clock, store, stored } = aSessionClock();
  clock.note(session, noon);
  clock.note(other, noon);
  store.before = async () => {
    clock.note(session, later(noon, 5));
    throw new Error('the disk is gone');
  };
  await assert.rejects(clock.flush(), /the disk is gone/);
  assert.equal(await clock.lastUsed(session), later(noon, 5));
  assert.equal(await clock.lastUsed(other), noon);
  store.before = async () => undefined;
  await clock.flush();
  assert.deepEqual(
    stored,
    new Map([
      [session, later(noon, 5)],
      [other, noon],
    ]),
  );
});

// Otherwise a request that arrives during a flush finds its session idle for too long, and the user signed out.
test('a use is known while the flush that writes it is under way', async () => {
  const { clock, store } = aSessionClock();
  clock.note(session, noon);
  await clock.flush();
  clock.note(session, later(noon, 3_599_000));
  const held = Promise.withResolvers<void>();
  store.before = () => held.promise;
  const flush = clock.flush();
  const seen = await clock.lastUsed(session);
  held.resolve();
  await flush;
  assert.equal(seen, later(noon, 3_599_000));
});

test('flushes run one after the other, so an older one that fails never takes the last use back', async () => {
  const { clock, store } = aSessionClock();
  const held = Promise.withResolvers<void>();
  clock.note(session, noon);
  const begun = Promise.withResolvers<void>();
  store.before = () => {
    begun.resolve();
    return held.promise;
  };
  const older = clock.flush();
  await begun.promise;
  clock.note(session, later(noon, 9));
  store.before = async () => undefined;
  const newer = clock.flush();
  held.reject(new Error('the disk is gone'));
  await Promise.allSettled([older, newer]);
  assert.equal(await clock.lastUsed(session), later(noon, 9));
  await clock.flush();
  assert.equal(await clock.lastUsed(session), later(noon, 9));
});

test('the last uses of a user are those of the store, and of this node where they are later', async () => {
  const { clock, stored } = aSessionClock();
  stored.set(session, noon);
  stored.set(other, noon);
  clock.note(session, later(noon, 5));
  const used = await clock.lastUsedOf(bob);
  assert.deepEqual([used.get(session), used.get(other)], [later(noon, 5), noon]);
});
