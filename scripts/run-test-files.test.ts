import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import process from 'node:process';
import { after, describe, it } from 'node:test';
import type { Outcome } from './run-test-files.ts';

const imports = "import { after, before, describe, it } from 'node:test';\n";

describe('the count of tests', () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-count-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const cases = [
    ['takes what passes and what fails', "it('a', () => {}); it('b', () => { throw 1; });", [1, 1, 0]],
    ['takes a skip with its reason', "it('a', { skip: 'why' }, () => {});", [0, 0, 1]],
    ['takes a skipped group as a skip', "describe.skip('a', () => { it('b', () => {}); });", [0, 0, 1]],
    ['takes a test that is still to do as a skip', "it('a', { todo: true }, () => { throw 1; });", [0, 0, 1]],
    ['takes a group as nothing but its tests', "describe('a', () => { it('b', () => {}); });", [1, 0, 0]],
    ['takes a file without a test as failed', '', [0, 1, 0]],
    [
      'takes a file that leaves early as failed',
      "it('a', () => process.exit(0)); it('b', () => {});",
      [0, 1, 0],
    ],
    ['takes a file that breaks as failed', 'throw 1;', [0, 1, 0]],
    [
      'takes a hook that fails as failed',
      "describe('a', () => { after(() => { throw 1; }); it('b', () => {}); });",
      [1, 1, 0],
    ],
    [
      'takes what stands in a group as part of it',
      "let made = ''; it('a', () => { made += 'a'; }); describe('b', () => { before(async () => { made += 'b'; });" +
        "it('c', () => { if (made !== 'ab') throw made; }); });",
      [2, 0, 0],
    ],
    [
      'takes an error that no test waits for as failed',
      "it('a', () => new Promise((end) => { setTimeout(() => { throw 1; }, 1); setTimeout(end, 50); }));",
      [0, 1, 0],
    ],
    [
      'takes a promise that breaks unseen as failed',
      "it('a', async () => { Promise.reject(1); await null; });",
      [1, 1, 0],
    ],
    [
      'takes a test as failed that waits for ever for what an error took away',
      "it('a', () => new Promise(() => { setInterval(() => {}, 1_000); queueMicrotask(() => { throw 1; }); }));",
      [0, 1, 0],
    ],
  ] as const;
  for (const [number, [what, text, [passed, failed, skipped]]] of cases.entries()) {
    it(what, () => {
      const file = join(folder, `${number}.test.ts`);
      writeFileSync(file, imports + text);
      const outcome = countIn(file, 60);
      assert.deepEqual(
        [outcome.passed, outcome.failed.length, outcome.skipped.length],
        [passed, failed, skipped],
      );
    });
  }

  it('names what failed and what was skipped, with its file and the reason', () => {
    const file = join(folder, 'named.test.ts');
    const group = "describe('a group', () => { it('breaks', () => { throw new Error('wet'); }); });";
    writeFileSync(file, `${imports}${group} it('waits', { skip: 'for rain' }, () => {});`);
    const { failed, skipped } = countIn(file, 60);
    const named = relative(process.cwd(), file);
    assert.deepEqual([failed, skipped], [[`${named}: breaks (wet)`], [`${named}: waits (for rain)`]]);
  });

  it('takes a file that never ends as failed, and ends it', () => {
    const file = join(folder, 'endless.test.ts');
    writeFileSync(file, `${imports}setInterval(() => {}, 1_000);`);
    const { failed } = countIn(file, 3);
    assert.deepEqual(failed, [`${relative(process.cwd(), file)} (The operation was aborted due to timeout)`]);
  });
});

/** In a process of its own that does not know it was started by a test: Node refuses to run tests inside tests. */
function countIn(file: string, secondsMax: number): Outcome {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const program = `${file}.count.mjs`;
  const runner = JSON.stringify(new URL('./run-test-files.ts', import.meta.url));
  const call = `await runTestFiles([${JSON.stringify(file)}], { concurrency: 1, secondsMax: ${secondsMax} })`;
  writeFileSync(
    program,
    `import { runTestFiles } from ${runner};\nconsole.log('\\n' + JSON.stringify(${call}));\n`,
  );
  const { stdout } = spawnSync(process.execPath, [program], { env, encoding: 'utf8' });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Outcome;
}
