import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readText } from '../config/given.ts';
import { readAgain, rememberReads } from './read-files.ts';

function failing(code: string): never {
  throw Object.assign(new Error(code), { code });
}

test('what was read is read again as it was, and so is why it could not be', () => {
  const disk = new Map([['settings', 'first']]);
  const first = rememberReads((file) => disk.get(file) ?? failing(file === 'locked' ? 'EACCES' : 'ENOENT'));
  const seen = ['settings', 'absent', 'locked'].map((file) => readText(first.readFile, file));
  disk.set('settings', 'second').set('absent', 'there now');
  const again = readAgain(first.files);
  assert.deepEqual(
    ['settings', 'absent', 'locked'].map((file) => readText(again, file)),
    seen,
  );
  assert.deepEqual(seen, [{ text: 'first' }, undefined, { broken: 'cannot be read (EACCES)' }]);
});

test('what nobody read is not there', () => {
  assert.equal(readText(readAgain([]), 'settings'), undefined);
});
