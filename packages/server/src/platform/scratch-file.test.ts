import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { scratchFile } from './scratch-file.ts';

test('what was written is read again, and no name of the file is left', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-scratch-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const scratch = scratchFile(folder);
  const bytes = Uint8Array.from({ length: 3_000_000 }, (_, index) => index % 251);
  scratch.write(bytes, 0);
  scratch.write(Uint8Array.of(7, 8, 9), 5_000_000);
  const into = new Uint8Array(4);
  scratch.read(into, 2_999_996);
  assert.deepEqual(into, bytes.slice(-4));
  scratch.read(into.subarray(1), 5_000_000);
  assert.deepEqual([...into.subarray(1)], [7, 8, 9]);
  assert.deepEqual(readdirSync(folder), []);
});

test('more than was written cannot be read', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-scratch-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const scratch = scratchFile(folder);
  assert.throws(() => scratch.read(new Uint8Array(1), 0), /holds less/);
  scratch.write(Uint8Array.of(1, 2, 3), 0);
  assert.throws(() => scratch.read(new Uint8Array(2), 2), /holds less/);
});

test('a folder that is not there is made nowhere else', () => {
  const scratch = scratchFile(join(tmpdir(), 'countersign-no-such-folder'));
  assert.throws(() => scratch.write(Uint8Array.of(1), 0), /ENOENT/);
});
