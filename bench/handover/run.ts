/**
 * `npm run handover -- [--statements 20000] [--rounds 5]`
 *
 * What a statement costs when another thread has the connection and this one waits for the answer, as a ratio to running
 * it here: whether writes belong into a thread of their own (docs/adr/0015-grouped-commits.md). Both ways take turns. The
 * disk is left out: databases in memory.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { median } from '../median.ts';
import { insertInto, row } from './insert.ts';

const { values } = parseArgs({
  options: { statements: { type: 'string', default: '20000' }, rounds: { type: 'string', default: '5' } },
});
const statements = Number(values.statements);

const { port1: port, port2: workerPort } = new MessageChannel();
const answers = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
const worker = new Worker(new URL('./thread.ts', import.meta.url), {
  workerData: { port: workerPort, answers },
  transferList: [workerPort],
});
await new Promise((resolve) => port.once('message', resolve));
const insertHere = insertInto();

/** Waits as a thread does that must not go on: for an answer on the spot, not for a turn of its event loop. */
function insertThere(): void {
  const seen = Atomics.load(answers, 0);
  port.postMessage(row);
  if (Atomics.wait(answers, 0, seen, 10_000) === 'timed-out') throw new Error('the thread did not answer');
  if (receiveMessageOnPort(port) === undefined) throw new Error('the answer was lost');
}

const taken: { here: Cost; there: Cost }[] = [];
for (let round = 0; round <= Number(values.rounds); round++) {
  const figures = { here: costOf(insertHere), there: costOf(insertThere) };
  // The first round warms everything up.
  if (round > 0) taken.push(figures);
}
await worker.terminate();

console.log(`${statements} insertions each way and round, medians of ${values.rounds} rounds.\n`);
console.log('                       waited µs     CPU µs');
console.log(line('here', (figures) => figures.here));
console.log(line('in another thread', (figures) => figures.there));
const ratio = median(taken.map(({ here, there }) => there.waited / here.waited));
console.log(`\nThe other thread costs ${ratio.toFixed(0)} times as much waiting.`);

interface Cost {
  /** Microseconds for one statement. */
  readonly waited: number;
  readonly processor: number;
}

function costOf(insert: () => void): Cost {
  const [startedAt, cpu] = [performance.now(), process.cpuUsage()];
  for (let index = 0; index < statements; index++) insert();
  const { user, system } = process.cpuUsage(cpu);
  return {
    waited: ((performance.now() - startedAt) * 1_000) / statements,
    processor: (user + system) / statements,
  };
}

function line(name: string, cost: (figures: (typeof taken)[number]) => Cost): string {
  const [waited, processor] = [
    median(taken.map((figures) => cost(figures).waited)),
    median(taken.map((figures) => cost(figures).processor)),
  ];
  return name.padEnd(20) + waited.toFixed(1).padStart(12) + processor.toFixed(1).padStart(11);
}
