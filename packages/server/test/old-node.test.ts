import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import process from 'node:process';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { bareEnvironment } from '../../../test/harness/bare-environment.ts';
import { newDataFolder } from '../../../test/harness/run-folder.ts';

const command = fileURLToPath(new URL('../bin/countersign-server.mjs', import.meta.url));

const sources = fileURLToPath(new URL('../src', import.meta.url));

/** Makes a process believe that it runs on a Node that cannot read TypeScript. */
const oldNode = `data:text/javascript,${encodeURIComponent(
  "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });" +
    "Object.defineProperty(process, 'version', { value: 'v20.20.2' });",
)}`;

/** A folder with nothing of a clone but the command. */
function aCloneWith(program: string): { readonly file: string; readonly root: string } {
  const root = newDataFolder();
  const bin = join(root, 'packages', 'server', 'bin');
  mkdirSync(bin, { recursive: true });
  const file = join(bin, basename(program));
  copyFileSync(program, file);
  return { file, root };
}

function run(file: string, words: readonly string[], flags: readonly string[] = []) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, file, ...words], {
    cwd: newDataFolder(),
    env: bareEnvironment(),
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('the command of the server', () => {
  const usual = { status: 0, stderr: '' };

  test('runs on a Node that is new enough', () => {
    const { stdout, ...rest } = run(command, ['--version']);
    assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
    assert.deepEqual(rest, usual);
  });

  test('is handed from an older one to that which the dependencies brought, with its words and its answer', () => {
    const { file, root } = aCloneWith(command);
    const brought = join(root, 'node_modules', '.bin');
    mkdirSync(brought, { recursive: true });
    symlinkSync(process.execPath, join(brought, 'node'));
    symlinkSync(sources, join(root, 'packages', 'server', 'src'));
    const { stdout, ...rest } = run(file, ['--version'], ['--import', oldNode]);
    assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
    assert.deepEqual(rest, usual);
    const refused = run(file, ['serve', 'now'], ['--import', oldNode]);
    assert.equal(refused.status, 2);
    assert.match(refused.stderr, /Usage: countersign-server/);
  });

  test('says in a line what is missing where there is no other', () => {
    const { status, stderr } = run(aCloneWith(command).file, ['serve'], ['--import', oldNode]);
    assert.equal(status, 1);
    assert.match(
      stderr,
      /^countersign-server runs on Node 24 or newer, and this is v20\.20\.2\. .*npm start.*\n$/,
    );
  });
});
