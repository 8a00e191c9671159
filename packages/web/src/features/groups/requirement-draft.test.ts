import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstDay, requirementDraft } from './requirement-draft.ts';

const noon = new Date(2026, 10, 26, 12).getTime();

test('people are given a fortnight, and no day that has begun can be chosen', () => {
  assert.deepEqual(requirementDraft(noon), { when: 'date', twoFactorRequiredFrom: '2026-12-10' });
  assert.equal(firstDay(noon), '2026-11-27');
});
