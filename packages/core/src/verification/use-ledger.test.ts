import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { id, tracker, wiki } from '../../test/builders.ts';
import { noon, seededRandom } from '../../test/platform.ts';
import type { PermissionUseCount, UseCount } from '../credentials/credential-store.ts';
import { newId, type PermanentTokenId, type PermissionKey, type ServiceId } from '../kernel/id.ts';
import { dayMilliseconds, dayOf, type Instant, later } from '../kernel/instant.ts';
import type { Exercise } from './exercised-permissions.ts';
import { type Use, UseLedger } from './use-ledger.ts';

const token = id<PermanentTokenId>(31);
const tomorrow = later(noon, dayMilliseconds);

function aUse(given: Partial<Use> = {}): Use {
  return {
    credentialId: token,
    serviceId: wiki,
    at: noon,
    address: '192.0.2.1',
    userAgent: 'curl/8',
    ...given,
  };
}

/** A ledger over a store that keeps what it is given; `before` may hold or fail a batch. */
function aLedger(entriesMax?: number) {
  const batches: (readonly UseCount[])[] = [];
  const exercised: (readonly PermissionUseCount[])[] = [];
  const store = {
    before: async (): Promise<void> => undefined,
    async record(batch: readonly UseCount[], permissions: readonly PermissionUseCount[] = []) {
      await store.before();
      batches.push(batch);
      exercised.push(permissions);
    },
    find: async () => new Map(),
    findRecent: async () => new Map(),
  };
  return { ledger: new UseLedger(store, entriesMax), store, batches, exercised };
}

async function fail(): Promise<never> {
  throw new Error('the disk is gone');
}

/** The sum of all counts written down, on one day or on all. */
function written(batches: readonly (readonly UseCount[])[], day?: number): number {
  const counts = batches.flat().filter((count) => day === undefined || count.day === day);
  return counts.reduce((sum, count) => sum + count.count, 0);
}

test('noting a use writes nothing, and neither does a flush when nothing was noted', async () => {
  const { ledger, batches } = aLedger();
  await ledger.flush();
  ledger.note(aUse());
  assert.deepEqual(batches, []);
});

test('uses of one token at one service on one day are one count, with what is known of the last', async () => {
  const { ledger, batches } = aLedger();
  ledger.note(aUse());
  ledger.note(aUse({ at: later(noon, 1) }));
  ledger.note(aUse({ at: later(noon, 2), address: '192.0.2.9', userAgent: undefined }));
  await ledger.flush();
  assert.deepEqual(batches, [
    [
      {
        credentialId: token,
        serviceId: wiki,
        day: dayOf(noon),
        count: 3,
        lastAt: later(noon, 2),
        address: '192.0.2.9',
        userAgent: undefined,
      },
    ],
  ]);
});

test('each token and each service is counted by itself, and each use once', async () => {
  const { ledger, batches } = aLedger();
  const other = id<PermanentTokenId>(32);
  for (const use of [aUse(), aUse({ serviceId: tracker }), aUse({ credentialId: other }), aUse()])
    ledger.note(use);
  await ledger.flush();
  await ledger.flush();
  assert.equal(batches.flat().length, 3);
  assert.deepEqual(
    new Map(
      batches.flat().map(({ credentialId, serviceId, count }) => [`${credentialId} ${serviceId}`, count]),
    ),
    new Map([
      [`${token} ${wiki}`, 2],
      [`${token} ${tracker}`, 1],
      [`${other} ${wiki}`, 1],
    ]),
  );
});

test('a use after midnight begins a count of its own, and the old day keeps its count', async () => {
  const { ledger, batches } = aLedger();
  for (const at of [noon, noon, tomorrow]) ledger.note(aUse({ at }));
  await ledger.flush();
  assert.deepEqual(
    batches
      .flat()
      .map(({ day, count }) => [day, count])
      .sort(),
    [
      [dayOf(noon), 2],
      [dayOf(tomorrow), 1],
    ],
  );
});

test('a browser that sends an endless name does not fill the store', async () => {
  const { ledger, batches } = aLedger();
  ledger.note(aUse({ userAgent: 'x'.repeat(100_000) }));
  await ledger.flush();
  assert.equal(batches.flat()[0]?.userAgent?.length, 200);
});

test('while time goes forward and the store answers, every use is written down once or counted as dropped', async () => {
  const uses = fc.record({
    credentialId: fc.integer({ min: 1, max: 4 }).map((number) => id<PermanentTokenId>(number)),
    serviceId: fc.constantFrom<ServiceId>(wiki, tracker),
    after: fc.constantFrom(0, 1, dayMilliseconds / 2, dayMilliseconds),
  });
  const steps = fc.array(fc.oneof({ weight: 6, arbitrary: uses }, fc.constant('flush' as const)), {
    maxLength: 60,
  });
  await fc.assert(
    fc.asyncProperty(steps, fc.integer({ min: 1, max: 6 }), async (made, entriesMax) => {
      const { ledger, batches } = aLedger(entriesMax);
      let at = noon;
      let noted = 0;
      for (const step of made) {
        if (step === 'flush') await ledger.flush();
        else {
          at = later(at, step.after);
          ledger.note(aUse({ ...step, at }));
          noted += 1;
        }
      }
      await ledger.flush();
      assert.equal(written(batches) + ledger.dropped, noted);
      for (const batch of batches) assert.ok(batch.length <= entriesMax);
    }),
  );
});

test('past its bound the ledger drops and says how many; what it knows already it goes on counting', async () => {
  const { ledger, batches } = aLedger(2);
  for (let number = 1; number <= 5; number++)
    ledger.note(aUse({ credentialId: id<PermanentTokenId>(number) }));
  ledger.note(aUse({ credentialId: id<PermanentTokenId>(1) }));
  assert.equal(ledger.dropped, 3);
  await ledger.flush();
  assert.deepEqual(
    batches.flat().map((count) => count.count),
    [2, 1],
  );
  ledger.note(aUse({ credentialId: id<PermanentTokenId>(5) }));
  await ledger.flush();
  assert.equal(written(batches), 4);
});

test('a failed flush says so and keeps its counts: the next one writes them with what came meanwhile', async () => {
  const { ledger, store, batches } = aLedger();
  ledger.note(aUse());
  ledger.note(aUse());
  store.before = fail;
  await assert.rejects(ledger.flush(), /the disk is gone/);
  await assert.rejects(ledger.flush(), /the disk is gone/);
  ledger.note(aUse({ at: later(noon, 5), address: '192.0.2.9' }));
  store.before = async () => undefined;
  await ledger.flush();
  assert.deepEqual(
    batches.flat().map(({ count, lastAt, address }) => ({ count, lastAt, address })),
    [{ count: 3, lastAt: later(noon, 5), address: '192.0.2.9' }],
  );
});

test('many uses are written piece by piece, and of a flush that fails half-way each use is written once', async () => {
  const { ledger, store, batches } = aLedger();
  for (let number = 1; number <= 4_500; number++)
    ledger.note(aUse({ credentialId: id<PermanentTokenId>(number) }));
  store.before = async () => {
    if (batches.length === 1) throw new Error('the disk is gone');
  };
  await assert.rejects(ledger.flush(), /the disk is gone/);
  assert.deepEqual(
    batches.map(({ length }) => length),
    [2_000],
  );
  store.before = async () => undefined;
  await ledger.flush();
  assert.deepEqual(
    batches.map(({ length }) => length),
    [2_000, 2_000, 500],
  );
  assert.equal(new Set(batches.flat().map(({ credentialId }) => credentialId)).size, 4_500);
  assert.equal(written(batches), 4_500);
});

test('uses noted while a flush that fails is under way are kept too, with the newest as the last', async () => {
  const { ledger, store, batches } = aLedger();
  ledger.note(aUse());
  const held = Promise.withResolvers<void>();
  store.before = () => held.promise;
  const flush = ledger.flush();
  await new Promise(setImmediate);
  ledger.note(aUse({ at: later(noon, 7) }));
  held.reject(new Error('the disk is gone'));
  await assert.rejects(flush);
  store.before = async () => undefined;
  await ledger.flush();
  assert.deepEqual(
    batches.flat().map(({ count, lastAt }) => [count, lastAt]),
    [[2, later(noon, 7)]],
  );
});

test('two flushes at once run one after the other and count each use once', async () => {
  const { ledger, store, batches } = aLedger();
  let running = 0;
  store.before = async () => {
    running += 1;
    assert.equal(running, 1);
    await new Promise(setImmediate);
    running -= 1;
  };
  ledger.note(aUse());
  const first = ledger.flush();
  ledger.note(aUse());
  const second = ledger.flush();
  await new Promise(setImmediate);
  ledger.note(aUse());
  await Promise.all([first, second, ledger.flush()]);
  assert.equal(written(batches), 3);
});

test('after a flush that failed, the one that was waiting behind it writes everything', async () => {
  const { ledger, store, batches } = aLedger();
  ledger.note(aUse());
  store.before = async () => {
    store.before = async () => undefined;
    throw new Error('the disk is gone');
  };
  const [first, second] = await Promise.allSettled([ledger.flush(), ledger.flush()]);
  assert.deepEqual([first?.status, second?.status], ['rejected', 'fulfilled']);
  assert.equal(written(batches), 1);
});

// A store that fails around midnight: the failed batch and the new one both hold a count of the old day.
test('a flush that fails while the day changes loses no use', async () => {
  const { ledger, store, batches } = aLedger();
  for (let i = 0; i < 5; i++) ledger.note(aUse());
  store.before = async () => {
    for (let i = 0; i < 3; i++) ledger.note(aUse());
    ledger.note(aUse({ at: tomorrow }));
    throw new Error('the disk is gone');
  };
  await assert.rejects(ledger.flush());
  store.before = async () => undefined;
  await ledger.flush();
  assert.equal(written(batches, dayOf(tomorrow)), 1);
  assert.equal(written(batches, dayOf(noon)), 8);
});

test('a clock that is corrected back and forth over midnight loses no use', async () => {
  const { ledger, batches } = aLedger();
  const days: readonly Instant[] = [tomorrow, noon, tomorrow, noon, tomorrow, noon];
  for (const at of days) ledger.note(aUse({ at }));
  await ledger.flush();
  assert.deepEqual([written(batches, dayOf(noon)), written(batches, dayOf(tomorrow))], [3, 3]);
});

test('memory stays bounded while the store is down and new tokens keep coming', async () => {
  const { ledger, store, batches } = aLedger(2);
  let next = 1;
  const noteTwoNew = () => {
    for (let i = 0; i < 2; i++) ledger.note(aUse({ credentialId: id<PermanentTokenId>(next++) }));
  };
  store.before = async () => {
    noteTwoNew();
    throw new Error('the disk is gone');
  };
  noteTwoNew();
  for (let outage = 0; outage < 10; outage++) await assert.rejects(ledger.flush());
  store.before = async () => undefined;
  await ledger.flush();
  assert.ok(batches.flat().length <= 4, `held ${batches.flat().length} entries with a bound of 2`);
  assert.equal(written(batches) + ledger.dropped, next - 1);
});

const exercise = (permission: string, but: Partial<Exercise> = {}): Exercise => ({
  credentialId: token,
  serviceId: wiki,
  permission: permission as PermissionKey,
  at: noon,
  ...but,
});

test('permissions exercised are counted each for itself, with when last, and written beside the uses', async () => {
  const { ledger, batches, exercised } = aLedger();
  ledger.noteExercised(exercise('read', { at: later(noon, 5) }), 3);
  ledger.noteExercised(exercise('read'));
  ledger.noteExercised(exercise('write'));
  ledger.noteExercised(exercise('read', { serviceId: tracker }));
  await ledger.flush();
  assert.deepEqual(batches, [[]]);
  assert.deepEqual(exercised.flat(), [
    { credentialId: token, serviceId: wiki, permission: 'read', count: 4, lastAt: later(noon, 5) },
    { credentialId: token, serviceId: tracker, permission: 'read', count: 1, lastAt: noon },
    { credentialId: token, serviceId: wiki, permission: 'write', count: 1, lastAt: noon },
  ]);
  await ledger.flush();
  assert.equal(exercised.length, 1);
});

test('what a failed flush held of permissions is written by the next one', async () => {
  const { ledger, store, exercised } = aLedger();
  store.before = fail;
  ledger.noteExercised(exercise('read'), 2);
  await assert.rejects(ledger.flush());
  ledger.noteExercised(exercise('read', { at: later(noon, 1) }));
  store.before = async () => undefined;
  await ledger.flush();
  assert.deepEqual(
    exercised.flat().map(({ count, lastAt }) => [count, lastAt]),
    [[3, later(noon, 1)]],
  );
});

test('uses and permissions share one bound: what is beyond it is counted as dropped', async () => {
  const { ledger, batches, exercised } = aLedger(4);
  for (let service = 1; service <= 2; service++) ledger.note(aUse({ serviceId: id<ServiceId>(service) }));
  assert.equal(ledger.isHalfFull, false);
  for (const key of ['one', 'two', 'three', 'four']) ledger.noteExercised(exercise(key), 10);
  assert.equal(ledger.isHalfFull, true);
  ledger.note(aUse({ serviceId: id<ServiceId>(3) }), 7);
  ledger.noteExercised(exercise('one'), 1);
  assert.deepEqual([ledger.dropped, ledger.exercisesDropped], [7, 20]);
  await ledger.flush();
  assert.equal(written(batches), 2);
  assert.deepEqual(
    exercised.flat().map(({ count }) => count),
    [11, 10],
  );
  assert.equal(ledger.isHalfFull, false);
});

test('uses of credentials whose ids begin alike are written together, in the order of the ids', async () => {
  const { ledger, batches } = aLedger();
  const random = seededRandom('neighbours');
  for (let number = 0; number < 5_000; number++)
    ledger.note(aUse({ credentialId: newId<PermanentTokenId>(random) }));
  await ledger.flush();
  const begins = batches.flat().map(({ credentialId }) => credentialId.slice(0, 2));
  assert.deepEqual(begins, [...begins].sort());
  assert.deepEqual(
    batches.map(({ length }) => length),
    [2_000, 2_000, 1_000],
  );
});

test('a ledger that is half full is written before its time, once', async () => {
  const { ledger, store, batches } = aLedger(3);
  ledger.note(aUse());
  await ledger.flushIfHalfFull();
  assert.deepEqual(batches, []);

  const held = Promise.withResolvers<void>();
  store.before = () => held.promise;
  ledger.note(aUse({ serviceId: tracker }));
  const first = ledger.flushIfHalfFull();
  await new Promise(setImmediate);
  for (let service = 1; service <= 3; service++) ledger.note(aUse({ serviceId: id<ServiceId>(service) }));
  const meanwhile = ledger.flushIfHalfFull();
  held.resolve();
  await Promise.all([first, meanwhile]);
  assert.deepEqual(
    batches.map(({ length }) => length),
    [2],
  );
  await ledger.flushIfHalfFull();
  assert.deepEqual(
    batches.map(({ length }) => length),
    [2, 3],
  );
});

test('after a flush before its time that failed, the next look tries again', async () => {
  const { ledger, store, batches } = aLedger(1);
  ledger.note(aUse());
  store.before = fail;
  await assert.rejects(ledger.flushIfHalfFull(), /the disk is gone/);
  store.before = async () => undefined;
  await ledger.flushIfHalfFull();
  assert.equal(written(batches), 1);
});
