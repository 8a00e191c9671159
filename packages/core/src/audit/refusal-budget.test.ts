import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { UserId } from '../kernel/id.ts';
import { type Instant, later } from '../kernel/instant.ts';
import { RefusalBudget } from './refusal-budget.ts';

const [bob, eve] = ['bob' as UserId, 'eve' as UserId];
const now = 1_800_000_000_000 as Instant;

test('twenty refused changes of a user in a minute get events, and the next minute begins anew', () => {
  const budget = new RefusalBudget();
  const admitted = Array.from({ length: 50 }, () => budget.admits(eve, now)).filter(Boolean);
  assert.equal(admitted.length, 20);
  assert.equal(budget.admits(bob, now), true);
  assert.equal(budget.admits(eve, later(now, 60_000)), true);
});
