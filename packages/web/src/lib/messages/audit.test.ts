import assert from 'node:assert/strict';
import { test } from 'node:test';
import { auditKinds } from '@countersign/core';
import { audit, auditActs } from './audit.ts';

test('every kind of event there can be has its sentence, and no other has one', () => {
  assert.deepEqual(Object.keys(auditActs).toSorted(), [...auditKinds].toSorted());
});

test('what this page does not know is told as the log wrote it', () => {
  assert.equal(audit.act({ kind: 'moon.landed' }), 'moon.landed');
  assert.equal(audit.act({ kind: 'toString' }), 'toString');
  assert.equal(audit.targetType({ type: 'row' }), 'row');
});
