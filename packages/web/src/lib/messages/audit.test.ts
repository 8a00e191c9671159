import assert from 'node:assert/strict';
import { test } from 'node:test';
import { audit } from './audit.ts';

test('what this page does not know is told as the log wrote it', () => {
  assert.equal(audit.act({ kind: 'moon.landed' }), 'moon.landed');
  assert.equal(audit.act({ kind: 'toString' }), 'toString');
  assert.equal(audit.targetType({ type: 'row' }), 'row');
});
