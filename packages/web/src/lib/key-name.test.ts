import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyName } from './key-name.ts';

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

test('a key is named with what is held beside it', () => {
  assert.equal(keyName({ ...plain, key: 'n' }), 'n');
  assert.equal(keyName({ ...plain, key: 'ArrowDown', shiftKey: true }), 'Shift+ArrowDown');
  assert.equal(keyName({ ...plain, key: 'a', ctrlKey: true }), 'Mod+a');
  assert.equal(keyName({ ...plain, key: 'a', metaKey: true }), 'Mod+a');
  assert.equal(keyName({ ...plain, key: ' ' }), 'Space');
});

test('a character is itself on every keyboard, whether or not Shift makes it', () => {
  assert.equal(keyName({ ...plain, key: '?', shiftKey: true }), '?');
  assert.equal(keyName({ ...plain, key: '?' }), '?');
});

test('a browser shortcut is never taken for a single key', () => {
  assert.notEqual(keyName({ ...plain, key: 'n', ctrlKey: true }), 'n');
  assert.notEqual(keyName({ ...plain, key: 'n', altKey: true }), 'n');
});
