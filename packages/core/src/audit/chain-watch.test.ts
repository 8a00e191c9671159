import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  aCaller,
  administratorHolds,
  ann,
  anonymous,
  aUserActor,
  bob,
  observerHolds,
} from '../../test/builders.ts';
import { digest, noon } from '../../test/platform.ts';
import { type WrittenLog, writtenLog } from '../../test/written-log.ts';
import { dayMilliseconds, type Instant, later } from '../kernel/instant.ts';
import { ChainWatch, readChainStatus } from './chain-watch.ts';

const untouched = (number: number, log: WrittenLog, at: Instant, begunAt: Instant) => ({
  verified: { number, hash: log.events[number - 1]?.hash },
  at,
  begunAt,
  fault: undefined,
});

function watched(count: number) {
  const log = writtenLog(count);
  let now = noon;
  const clock = { now: () => now };
  const watch = new ChainWatch({ log, digest, clock });
  return {
    log,
    watch,
    async look(at: Instant = now) {
      now = at;
      while (await watch.step());
      return watch.status;
    },
  };
}

test('nothing is said of the chain before it was followed to its end for the first time', async () => {
  const { log, watch, look } = watched(500);
  assert.equal(await watch.step(), true);
  assert.equal(watch.status, undefined);
  assert.deepEqual(await look(), untouched(500, log, noon, noon));
});

test('what was added is verified with the next look, and the beginning of the pass stays', async () => {
  const { log, look } = watched(5);
  await look();
  log.append(3);
  const minute = later(noon, 60_000);
  assert.deepEqual(await look(minute), untouched(8, log, minute, noon));
});

test('an old event that is edited while the authority runs is found within a day', async () => {
  const { log, look } = watched(9);
  await look();
  log.events = log.events.map((event) => (event.number === 2 ? { ...event, actor: 'nobody' } : event));
  assert.equal((await look(later(noon, dayMilliseconds - 1)))?.fault, undefined);
  await look(later(noon, dayMilliseconds));
  assert.deepEqual((await look())?.fault, { kind: 'unfit', brokenAt: 2 });
});

test('a log that is written anew as a whole does not fit what was verified the day before', async () => {
  const { log, look } = watched(9);
  await look();
  const tomorrow = later(noon, dayMilliseconds);
  await look(tomorrow);
  const forged = writtenLog(12, 'somebody else');
  [log.events, log.headRow] = [forged.events, forged.headRow];
  assert.deepEqual((await look())?.fault, { kind: 'rewritten', brokenAt: 1, known: 9 });
});

test('a fault stays until the log fits again, and a whole pass does not hide it', async () => {
  const { log, look } = watched(9);
  const { events } = log;
  log.events = events.toSpliced(3, 1);
  for (const at of [noon, later(noon, dayMilliseconds), later(noon, 2 * dayMilliseconds)]) {
    assert.deepEqual((await look(at))?.fault, { kind: 'unfit', brokenAt: 4 });
  }
  log.events = events;
  assert.equal((await look())?.fault, undefined);
});

test('how the chain is, is for whoever may read the log', async () => {
  const { log, watch, look } = watched(4);
  const status = await look();
  const ports = { chainWatch: watch, store: { audit: log } };
  const asked = (caller: Parameters<typeof aCaller>[0]) => readChainStatus(ports, aCaller(caller));
  assert.deepEqual(await asked(aUserActor(ann, administratorHolds)), {
    ok: true,
    value: { status, head: log.headRow },
  });
  assert.equal((await asked(aUserActor(bob, observerHolds))).ok, false);
  assert.equal((await asked(anonymous)).ok, false);
});
