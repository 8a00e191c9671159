import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { aSession } from '../../test/builders.ts';
import { noon } from '../../test/platform.ts';
import { later } from '../kernel/instant.ts';
import { isSessionLive } from './session.ts';

const limits = { idleSeconds: 3_600, absoluteSeconds: 86_400 };
const hour = 3_600_000;
const session = aSession({ startedAt: noon, expiresAt: later(noon, 24 * hour) });

test('a session that was never used is idle from its start', () => {
  assert.equal(isSessionLive(session, undefined, limits, noon), true);
  assert.equal(isSessionLive(session, undefined, limits, later(noon, hour - 1)), true);
  assert.equal(isSessionLive(session, undefined, limits, later(noon, hour)), false);
});

test('each use keeps a session standing for one more idle time, to the millisecond', () => {
  const used = later(noon, 5 * hour);
  assert.equal(isSessionLive(session, used, limits, later(used, hour - 1)), true);
  assert.equal(isSessionLive(session, used, limits, later(used, hour)), false);
});

test('no use carries a session past its absolute end', () => {
  const end = session.expiresAt;
  assert.equal(isSessionLive(session, later(end, -1), limits, later(end, -1)), true);
  assert.equal(isSessionLive(session, later(end, -1), limits, end), false);
  assert.equal(isSessionLive(session, end, limits, later(end, hour)), false);
});

test('a session that ended stays ended for as long as nothing uses it', () => {
  const moments = fc.integer({ min: 0, max: 30 * hour });
  fc.assert(
    fc.property(moments, moments, moments, (used, one, other) => {
      const [sooner, later_] = [Math.min(one, other), Math.max(one, other)];
      const live = (at: number) => isSessionLive(session, later(noon, used), limits, later(noon, at));
      assert.ok(!live(later_) || live(sooner));
    }),
  );
});
