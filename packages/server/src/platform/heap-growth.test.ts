import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { test } from 'node:test';

/** Keeps 32 MiB and makes rubbish that outlives the young; tells how large the heap has ever been. */
const churn = `
  const kept = Array.from({ length: 64 }, () => new Array(65_536).fill(0));
  let largest = 0;
  for (let round = 0; round < 1_500; round++) {
    kept[round % 64] = new Array(65_536).fill(round);
    largest = Math.max(largest, process.memoryUsage().heapUsed);
  }
  process.stdout.write(String(largest / 2 ** 20));
`;

function largestHeap(imports: readonly string[]): number {
  const run = spawnSync(process.execPath, [...imports, '--input-type=module', '--eval', churn], {
    encoding: 'utf8',
  });
  assert.equal(run.status, 0);
  assert.equal(run.stderr, '', 'an engine that does not know the setting says so');
  return Number(run.stdout);
}

test('the heap grows less over what is in use than it would by itself', () => {
  const ours = new URL('./heap-growth.ts', import.meta.url).href;
  const [bare, bounded] = [largestHeap([]), largestHeap(['--import', ours])];
  assert.ok(bounded < bare, `${bounded} MiB with the setting, ${bare} without`);
});
