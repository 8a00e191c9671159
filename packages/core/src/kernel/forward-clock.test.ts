import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noon } from '../../test/platform.ts';
import { ForwardClock } from './forward-clock.ts';
import { later } from './instant.ts';

test('a clock that never goes back follows one that does, and goes on once that has caught up', () => {
  const machine = { now: () => noon };
  const clock = new ForwardClock(machine);
  const set = (milliseconds: number) => {
    machine.now = () => later(noon, milliseconds);
    return clock.now();
  };
  assert.equal(set(5_000), later(noon, 5_000));
  assert.equal(set(-3_600_000), later(noon, 5_000));
  assert.equal(clock.behind, 3_605_000);
  assert.equal(set(4_999), later(noon, 5_000));
  assert.equal(set(5_001), later(noon, 5_001));
  assert.equal(clock.behind, 0);
});
