import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withId, withoutId } from './artefact-text.ts';

const id = 'V1StGXR8_Z5jdHi6B-myT';

test('an id is nowhere in what is stored, and everywhere again for who shows it', () => {
  const payload = { jti: id, returnTo: `https://id.example.com/auth/${id}`, params: { state: 'a\u0001b' } };
  const stored = withoutId(payload, id);
  assert.ok(!stored.includes(id));
  assert.deepEqual(withId(stored, id), payload);
});

test('who shows another id finds that one', () => {
  assert.deepEqual(withId(withoutId({ jti: id }, id), 'other'), { jti: 'other' });
});
