import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  dayMilliseconds,
  instant,
  newId,
  type PermanentTokenId,
  type PermissionKey,
  type PermissionUseCount,
  type ServiceId,
  type UseCount,
  type UserId,
} from '@countersign/core';
import fc from 'fast-check';
import { aToken, aUser, write } from './builders.ts';
import { type OpenFreshStore, random } from './fresh-store.ts';

const services = [newId<ServiceId>(random), newId<ServiceId>(random)].sort();

function aUse(credentialId: PermanentTokenId, but: Partial<UseCount> = {}): UseCount {
  return {
    credentialId,
    serviceId: services[0] as ServiceId,
    day: 100,
    count: 1,
    lastAt: instant(1),
    address: undefined,
    userAgent: undefined,
    ...but,
  };
}

function anExercise(
  credentialId: PermanentTokenId,
  permission: string,
  but: Partial<PermissionUseCount> = {},
): PermissionUseCount {
  return {
    credentialId,
    serviceId: services[0] as ServiceId,
    permission: permission as PermissionKey,
    count: 1,
    lastAt: instant(1),
    ...but,
  };
}

/** Begins to count the turns of the event loop, and answers how many there were. */
function countTurns(): () => number {
  let turns = 0;
  let next = setImmediate(function turn() {
    turns += 1;
    next = setImmediate(turn);
  });
  return () => {
    clearImmediate(next);
    return turns;
  };
}

export function usesContract(open: OpenFreshStore): void {
  describe('uses', () => {
    test('what was never used has no use', async (t) => {
      const { store } = await open(t);
      const id = newId<PermanentTokenId>(random);
      await store.uses.record([]);
      assert.deepEqual(await store.uses.find([]), new Map());
      assert.deepEqual(await store.uses.find([id]), new Map());
      assert.deepEqual(await store.uses.findRecent([id], 0), new Map());
    });

    test('counts add up, and the latest use is remembered even when batches arrive out of order', async (t) => {
      const { store } = await open(t);
      const id = newId<PermanentTokenId>(random);
      const latest = { lastAt: instant(9), address: '192.0.2.9', userAgent: 'curl “9”' };
      await store.uses.record([aUse(id, { count: 2, ...latest })]);
      await store.uses.record([aUse(id, { count: 3, lastAt: instant(5), address: '192.0.2.5' })]);
      const expected = { count: 5, lastAt: 9, lastAddress: '192.0.2.9', lastUserAgent: 'curl “9”' };
      assert.deepEqual(await store.uses.find([id]), new Map([[id, expected]]));
      await store.uses.record([aUse(id, { lastAt: instant(10) })]);
      const after = { count: 6, lastAt: 10, lastAddress: undefined, lastUserAgent: undefined };
      assert.deepEqual(await store.uses.find([id]), new Map([[id, after]]));
    });

    test('recent use counts days from the given one on, by service, with the addresses it came from', async (t) => {
      const { store } = await open(t);
      const [id, other] = [newId<PermanentTokenId>(random), newId<PermanentTokenId>(random)];
      const [one, two] = services as [ServiceId, ServiceId];
      await store.uses.record([
        aUse(id, { day: 99, count: 1_000, address: '192.0.2.99' }),
        aUse(id, { day: 100, count: 2, address: '192.0.2.1' }),
        aUse(id, { day: 101, count: 3, address: '192.0.2.1' }),
        aUse(id, { day: 100, count: 40, serviceId: two, address: '192.0.2.2' }),
        aUse(id, { day: 101, count: 1, serviceId: two }),
        aUse(other, { day: 101, count: 7 }),
      ]);
      const recent = await store.uses.findRecent([id, other], 100);
      assert.deepEqual(recent.get(id), {
        count: 46,
        addresses: 2,
        services: [
          { serviceId: two, count: 41 },
          { serviceId: one, count: 5 },
        ],
      });
      assert.deepEqual(recent.get(other), {
        count: 7,
        addresses: 0,
        services: [{ serviceId: one, count: 7 }],
      });
      assert.equal((await store.uses.findRecent([id], 102)).size, 0);
    });

    test('sweeping forgets the days before one, and keeps the totals', async (t) => {
      const { store } = await open(t);
      const id = newId<PermanentTokenId>(random);
      await store.uses.record([aUse(id, { day: 99, count: 5 }), aUse(id, { day: 100, count: 2 })]);
      assert.equal(await store.uses.sweep(100), 1);
      assert.equal((await store.uses.findRecent([id], 0)).get(id)?.count, 2);
      assert.equal((await store.uses.find([id])).get(id)?.count, 7);
    });

    test('what is swept is summed once, with the latest of it, and added to what comes later', async (t) => {
      const { store } = await open(t);
      const [id, other, one, two] = [
        newId<PermanentTokenId>(random),
        newId<PermanentTokenId>(random),
        ...services,
      ] as [PermanentTokenId, PermanentTokenId, ServiceId, ServiceId];
      await store.uses.record([
        aUse(id, { day: 98, count: 5, lastAt: instant(3), address: '192.0.2.3' }),
        aUse(id, {
          day: 98,
          serviceId: two,
          count: 2,
          lastAt: instant(4),
          address: '192.0.2.4',
          userAgent: 'curl',
        }),
        aUse(id, { day: 99, serviceId: one, count: 1, lastAt: instant(2), address: '192.0.2.2' }),
        aUse(other, { day: 99, count: 7, lastAt: instant(9) }),
      ]);
      const before = await store.uses.find([id, other]);
      assert.equal(await store.uses.sweep(99), 2);
      assert.equal(await store.uses.sweep(99), 0);
      assert.deepEqual(await store.uses.find([id, other]), before);
      assert.equal(await store.uses.sweep(100), 2);
      assert.deepEqual(await store.uses.find([id, other]), before);
      assert.equal((await store.uses.findRecent([id, other], 0)).size, 0);
      assert.deepEqual(before.get(id), {
        count: 8,
        lastAt: 4,
        lastAddress: '192.0.2.4',
        lastUserAgent: 'curl',
      });
      await store.uses.record([aUse(id, { day: 101, lastAt: instant(20), address: '192.0.2.20' })]);
      const after = { count: 9, lastAt: 20, lastAddress: '192.0.2.20', lastUserAgent: undefined };
      assert.deepEqual(await store.uses.find([id]), new Map([[id, after]]));
    });

    test('many are swept, and by two at once, without one that is lost or counted twice', async (t) => {
      const { store } = await open(t);
      const ids = Array.from({ length: 1_300 }, () => newId<PermanentTokenId>(random));
      const uses = ids.flatMap((id, index) => [
        aUse(id, { day: 98, count: 2, lastAt: instant(index) }),
        aUse(id, { day: 100, count: 1, lastAt: instant(index + 5_000) }),
      ]);
      await store.uses.record(uses);
      const before = await store.uses.find(ids);
      assert.equal(before.size, ids.length);
      const turns = countTurns();
      const swept = await Promise.all([store.uses.sweep(99), store.uses.sweep(99)]);
      assert.ok(turns() > 1, 'checks came in between');
      assert.equal(swept[0] + swept[1], ids.length);
      assert.deepEqual(await store.uses.find(ids), before);
      assert.equal((await store.uses.findRecent(ids, 0)).size, ids.length);
    });

    test('an earlier day is swept after a later one, where a clock was ahead', async (t) => {
      const { store } = await open(t);
      const id = newId<PermanentTokenId>(random);
      await store.uses.sweep(5_000);
      await store.uses.record([aUse(id, { day: 20 })]);
      assert.equal(await store.uses.sweep(30), 1);
    });

    test('the last access of an account is known after its day was swept', async (t) => {
      const { store } = await open(t);
      const user = aUser();
      const token = aToken(user);
      await write(store, async (tables) => {
        await tables.users.insert(user);
        await tables.permanentTokens.insert(token);
      });
      await store.uses.record([aUse(token.id, { day: 98, lastAt: instant(5) })]);
      const seen = async () => (await store.lastAccess.byCredential([user.id])).get(user.id);
      assert.equal(await seen(), 5);
      await store.uses.sweep(100);
      assert.equal(await seen(), 5);
      await store.uses.record([aUse(token.id, { day: 101, lastAt: instant(8) })]);
      assert.equal(await seen(), 8);
    });

    test('permissions add up by credential, service and key, and the latest exercised comes first', async (t) => {
      const { store } = await open(t);
      const [id, other] = [newId<PermanentTokenId>(random), newId<PermanentTokenId>(random)];
      const [one, two] = services as [ServiceId, ServiceId];
      await store.uses.record([], [anExercise(id, 'read', { count: 2, lastAt: instant(9) })]);
      await store.uses.record(
        [aUse(id)],
        [
          anExercise(id, 'read', { count: 3, lastAt: instant(5) }),
          anExercise(id, 'write', { lastAt: instant(10) }),
          anExercise(id, 'read', { serviceId: two, lastAt: instant(2) }),
          anExercise(id, 'read', { serviceId: two, lastAt: instant(1) }),
          anExercise(other, 'read'),
        ],
      );
      const found = await store.uses.findExercised([id]);
      assert.deepEqual([...found.keys()], [id]);
      assert.deepEqual(found.get(id), [
        { serviceId: one, permission: 'write', count: 1, lastAt: 10 },
        { serviceId: one, permission: 'read', count: 5, lastAt: 9 },
        { serviceId: two, permission: 'read', count: 2, lastAt: 2 },
      ]);
      assert.equal((await store.uses.find([id])).get(id)?.count, 1);
      assert.deepEqual(await store.uses.findExercised([]), new Map());
    });

    test('sweeping forgets the permissions that were not exercised since that day', async (t) => {
      const { store } = await open(t);
      const id = newId<PermanentTokenId>(random);
      const midnight = 100 * dayMilliseconds;
      const exercised = [
        anExercise(id, 'old', { lastAt: instant(midnight - 1) }),
        anExercise(id, 'new', { lastAt: instant(midnight) }),
      ];
      await store.uses.record([], exercised);
      assert.equal(await store.uses.sweep(100), 1);
      const left = (await store.uses.findExercised([id])).get(id);
      assert.deepEqual(
        left?.map(({ permission }) => permission),
        ['new'],
      );
    });

    test('no count and no sum of counts grows beyond what a number holds', async (t) => {
      const { store } = await open(t);
      const [service] = services as [ServiceId];
      const ids = Array.from({ length: 3 }, () => newId<PermanentTokenId>(random));
      const huge = { count: Number.MAX_SAFE_INTEGER - 1 };
      const batch = ids.map((id) => aUse(id, huge));
      const exercised = ids.map((id) => anExercise(id, 'read', huge));
      for (let time = 0; time < 2; time++) await store.uses.record(batch, exercised);
      for (const id of ids) {
        assert.equal((await store.uses.find(ids)).get(id)?.count, 1_000_000_000_000);
        assert.equal((await store.uses.findExercised(ids)).get(id)?.[0]?.count, 1_000_000_000_000);
        assert.equal((await store.uses.findRecent(ids, 0)).get(id)?.count, 1_000_000_000_000);
      }
      // More than nine thousand of a trillion are more than a number holds.
      const others = Array.from({ length: 9_100 }, () => newId<PermanentTokenId>(random));
      await store.uses.record(others.map((id) => aUse(id, huge)));
      assert.equal(await store.uses.countRecentFor(service, 0), Number.MAX_SAFE_INTEGER);
      assert.equal(await store.uses.countRecentFor(newId<ServiceId>(random), 0), 0);
      assert.equal(await store.uses.countRecentOf(newId<UserId>(random), 0), 0);
    });

    test('thousands of credentials are recorded and found in one go', async (t) => {
      const { store } = await open(t);
      const ids = Array.from({ length: 1_201 }, () => newId<PermanentTokenId>(random));
      await store.uses.record(ids.map((id) => aUse(id)));
      assert.equal((await store.uses.find(ids)).size, ids.length);
      assert.equal((await store.uses.findRecent(ids, 0)).size, ids.length);
    });

    test('however uses are cut into batches, the totals are the same', async (t) => {
      const { store } = await open(t);
      const use = fc.record({ day: fc.integer({ min: 0, max: 3 }), count: fc.integer({ min: 1, max: 9 }) });
      const batches = fc.array(fc.array(use, { maxLength: 6 }), { maxLength: 4 });
      await fc.assert(
        fc.asyncProperty(batches, async (cut) => {
          const [whole, pieces] = [newId<PermanentTokenId>(random), newId<PermanentTokenId>(random)];
          const timed = cut.map((batch, i) => batch.map((u, j) => ({ ...u, lastAt: instant(i * 10 + j) })));
          await store.uses.record(timed.flat().map((u) => aUse(whole, u)));
          for (const batch of timed) await store.uses.record(batch.map((u) => aUse(pieces, u)));
          const found = await store.uses.find([whole, pieces]);
          assert.deepEqual(found.get(pieces), found.get(whole));
          const recent = await store.uses.findRecent([whole, pieces], 1);
          assert.deepEqual(recent.get(pieces), recent.get(whole));
        }),
        { numRuns: 15 },
      );
    });
  });
}
