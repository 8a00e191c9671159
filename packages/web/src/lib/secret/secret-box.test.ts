import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { SecretBox } from './secret-box.ts';

test('a secret is there until the box is emptied', () => {
  const box = new SecretBox('csn_pat_example');
  assert.equal(box.reveal(), 'csn_pat_example');
  box.empty();
  assert.equal(box.reveal(), '');
});

test('a box shows its secret to no printer', () => {
  const box = new SecretBox('csn_pat_example');
  assert.doesNotMatch(`${JSON.stringify(box)} ${String(box)} ${inspect(box)}`, /csn_pat/);
});
