import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { noon } from '../../test/platform.ts';
import { later, minuteMilliseconds } from '../kernel/instant.ts';
import { type RefusedCheckCount, RefusedChecks } from './refused-checks.ts';

const minute = noon / minuteMilliseconds;

function someChecks(sourcesMax?: number) {
  const recorded: RefusedCheckCount[] = [];
  const store = {
    fails: false,
    async record(batch: readonly RefusedCheckCount[]) {
      if (store.fails) throw new Error('the disk is gone');
      recorded.push(...batch);
    },
  };
  return { checks: new RefusedChecks(store, sourcesMax), store, recorded };
}

test('noting a refusal writes nothing, and neither does a flush when there was none', async () => {
  const { checks, recorded } = someChecks();
  await checks.flush();
  checks.note('unknown', '192.0.2.1', noon);
  assert.deepEqual(recorded, []);
});

test('refusals are counted by reason, source and minute', async () => {
  const { checks, recorded } = someChecks();
  checks.note('unknown', '192.0.2.1', noon);
  checks.note('unknown', '192.0.2.1', later(noon, minuteMilliseconds - 1));
  checks.note('unknown', '192.0.2.1', later(noon, minuteMilliseconds));
  checks.note('expired', '192.0.2.1', noon);
  checks.note('unknown', '192.0.2.2', noon);
  await checks.flush();
  assert.deepEqual(recorded, [
    { minute, reason: 'unknown', source: '192.0.2.1', count: 2 },
    { minute: minute + 1, reason: 'unknown', source: '192.0.2.1', count: 1 },
    { minute, reason: 'expired', source: '192.0.2.1', count: 1 },
    { minute, reason: 'unknown', source: '192.0.2.2', count: 1 },
  ]);
});

test('a refusal from nobody knows where is counted under unknown', async () => {
  const { checks, recorded } = someChecks();
  checks.note('malformed', undefined, noon);
  checks.note('malformed', undefined, noon);
  await checks.flush();
  assert.deepEqual(recorded, [{ minute, reason: 'malformed', source: 'unknown', count: 2 }]);
});

test('a flush begins anew: nothing is written twice', async () => {
  const { checks, recorded } = someChecks();
  checks.note('unknown', '192.0.2.1', noon);
  await checks.flush();
  checks.note('unknown', '192.0.2.1', noon);
  await checks.flush();
  await checks.flush();
  assert.deepEqual(
    recorded.map((count) => count.count),
    [1, 1],
  );
});

test('past its bound new sources are counted under other, and known ones under their own name', async () => {
  const { checks, recorded } = someChecks(2);
  for (const source of ['a', 'b', 'c', 'd', 'a', undefined]) checks.note('unknown', source, noon);
  await checks.flush();
  assert.deepEqual(
    recorded.map(({ source, count }) => [source, count]),
    [
      ['a', 2],
      ['b', 1],
      ['other', 3],
    ],
  );
});

test('a flood from ten thousand addresses is counted whole and written in few rows', async () => {
  const { checks, recorded } = someChecks(100);
  for (let i = 0; i < 10_000; i++) checks.note(i % 2 === 0 ? 'unknown' : 'malformed', `2001:db8::${i}`, noon);
  await checks.flush();
  assert.equal(
    recorded.reduce((sum, count) => sum + count.count, 0),
    10_000,
  );
  assert.ok(recorded.length <= 102);
});

test('every refusal is counted once, whatever came before it', async () => {
  const refusals = fc.tuple(
    fc.constantFrom('unknown', 'expired'),
    fc.constantFrom('a', 'b', 'c', 'other', 'unknown', undefined),
    fc.constantFrom(noon, later(noon, minuteMilliseconds)),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(refusals), fc.integer({ min: 1, max: 5 }), async (noted, sourcesMax) => {
      const { checks, recorded } = someChecks(sourcesMax);
      for (const [reason, source, at] of noted) checks.note(reason, source, at);
      await checks.flush();
      for (const asked of ['unknown', 'expired'])
        assert.equal(
          recorded.filter(({ reason }) => reason === asked).reduce((sum, { count }) => sum + count, 0),
          noted.filter(([reason]) => reason === asked).length,
        );
    }),
  );
});

test('counts that could not be written are kept for the next flush', async () => {
  const { checks, store, recorded } = someChecks();
  checks.note('unknown', '192.0.2.1', noon);
  store.fails = true;
  await assert.rejects(checks.flush(), /the disk is gone/);
  store.fails = false;
  checks.note('unknown', '192.0.2.1', noon);
  await checks.flush();
  assert.deepEqual(recorded, [{ minute, reason: 'unknown', source: '192.0.2.1', count: 2 }]);
});
