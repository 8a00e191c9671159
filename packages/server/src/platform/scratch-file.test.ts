import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { scratchFile } from './scratch-file.ts';

const noProc = process.platform === 'linux' ? false : 'which files are open is told by Linux alone';

/** Some are gone by the time they are looked at. */
function readlink(name: string): string {
  try {
    return readlinkSync(name);
  } catch {
    return '';
  }
}

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

test('nothing is written where little would be left of the disk', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-scratch-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const scratch = scratchFile(folder, Number.MAX_SAFE_INTEGER);
  assert.throws(() => scratch.write(Uint8Array.of(1), 0), /are free on the disk/);
  assert.deepEqual(readdirSync(folder), []);
});

test('what is closed gives its room back and is not read again', { skip: noProc }, (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-scratch-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const openFiles = () =>
    readdirSync('/proc/self/fd').filter((fd) => readlink(`/proc/self/fd/${fd}`).startsWith(folder)).length;
  const scratch = scratchFile(folder);
  scratch.close();
  scratch.write(Uint8Array.of(1), 0);
  assert.equal(openFiles(), 1);
  scratch.close();
  assert.equal(openFiles(), 0);
  assert.throws(() => scratch.read(new Uint8Array(1), 0), /holds less/);
});

test('a folder that is not there is made nowhere else', () => {
  const scratch = scratchFile(join(tmpdir(), 'countersign-no-such-folder'));
  assert.throws(() => scratch.write(Uint8Array.of(1), 0), /ENOENT/);
});
