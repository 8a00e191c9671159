import assert from 'node:assert/strict';
import { test } from 'node:test';
import { audit } from './audit.ts';

test('what this page does not know is told as the log wrote it', () => {
  assert.equal(audit.act({ kind: 'moon.landed', targetType: 'moon' }), 'moon.landed');
  assert.equal(audit.act({ kind: 'toString', targetType: 'user' }), 'toString');
  assert.equal(audit.targetType({ type: 'row' }), 'row');
});

test('the end of one second factor is told apart from the end of the protection', () => {
  const removed = (targetType: string) => audit.act({ kind: 'factor.removed', targetType });
  assert.equal(removed('twoFactorAuthentication'), 'Removed a second factor');
  assert.equal(removed('user'), 'Turned two-factor authentication off');
});
