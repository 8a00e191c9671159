/**
 * `npm run growth -- [--counts 10000,1000000,10000000] [--folder <where stores are kept>] [--rounds 5] [--seconds 3]`
 *
 * What becomes of introspection as tokens become many: how fast it is, each count as a ratio to the smallest in the same
 * round; how much memory it takes, mapped files included; how long a start takes. Every count has an authority of its
 * own, all started at the beginning and asked in turn.
 */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { clearRunFolder } from '../../test/faults/clear-run-folder.ts';
import { databaseFile } from '../../test/faults/open-store.ts';
import { newDataFolder } from '../../test/harness/run-folder.ts';
import { startLoaded } from '../authority-under-load.ts';
import { autocannonGenerator } from '../autocannon-generator.ts';
import { verifySample } from '../contenders.ts';
import { interleave, medianRatio } from '../interleave.ts';
import { medianBurst, runBurst } from '../measure.ts';
import { findPinningObstacle, pin, serverCore } from '../pinning.ts';
import { askIntrospection, unknownEvery } from '../request-mix.ts';
import { findWrk } from '../wrk-generator.ts';
import { openKeptStore } from './kept-store.ts';

const { values } = parseArgs({
  options: {
    counts: { type: 'string', default: '10000,1000000,10000000' },
    folder: { type: 'string' },
    distinct: { type: 'string', default: '200000' },
    'warm-up': { type: 'string', default: '15' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    generator: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const generator = (values.generator === 'autocannon' ? undefined : findWrk()) ?? autocannonGenerator;
const obstacle = findPinningObstacle();
const isPinned = obstacle === undefined;
const counts = values.counts.split(',').map(Number);
const parent = values.folder ?? newDataFolder();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const started = [];
for (const count of counts) {
  const { folder, presented } = await openKeptStore(parent, count, Number(values.distinct), (line) => {
    console.error(line);
  });
  const at = performance.now();
  const authority = await startLoaded({ folder });
  const secondsToStart = (performance.now() - at) / 1_000;
  process.once('exit', () => authority.process.kill('SIGKILL'));
  const target = { port: Number(new URL(authority.url).port), pid: authority.process.pid };
  if (isPinned) pin(target.pid, serverCore);
  await verifySample(target.port, presented);
  const requests = askIntrospection(presented);
  const contender = { name: `${count} tokens`, target, requests, refusesUnknown: false };
  started.push({ count, folder, authority, secondsToStart, contender });
}

for (const { contender } of started)
  await runBurst(generator, contender, { seconds: Number(values['warm-up']), isPinned });
const bursts = await interleave(
  started.map(({ contender }) => contender),
  { generator, rounds: Number(values.rounds), seconds: Number(values.seconds), isPinned },
);
const smallest = bursts[0] ?? [];
const rows = started.map(({ count, folder, authority, secondsToStart, contender }, index) => {
  const own = bursts[index] ?? [];
  return {
    count,
    distinct: contender.requests.length,
    figures: medianBurst(own),
    toSmallest: medianRatio(own, smallest, 'perSecond'),
    toSmallestByCpu: medianRatio(smallest, own, 'cpuMicroseconds'),
    residentMebibytes: residentMebibytes(authority.process.pid),
    storeMebibytes: statSync(databaseFile(join(folder, 'data'))).size / 2 ** 20,
    secondsToStart,
  };
});
for (const { authority } of started) await authority.stop();

if (values.json) console.log(JSON.stringify(rows, null, 2));
else {
  const distinct = Math.max(...rows.map((row) => row.distinct));
  console.log(
    `Introspection on SQLite; at most ${distinct} tokens, spread evenly over all, asked for in turn; `,
  );
  console.log(`one in ${unknownEvery} is unknown. 64 connections; load from ${generator.name}; `);
  console.log(
    `medians of ${values.rounds} rounds of ${values.seconds} s after ${values['warm-up']} s of the same.`,
  );
  console.log(
    isPinned ? 'Servers on one core, the generator on another.' : `Cores are shared, because ${obstacle}.`,
  );
  console.log();
  const header = [
    'per second',
    'ratio',
    'by CPU',
    'CPU µs',
    'p99 ms',
    'busy',
    'start s',
    'VmRSS MiB',
    'file MiB',
  ];
  console.log(line('tokens', header));
  for (const row of rows) {
    console.log(
      line(String(row.count), [
        row.figures.perSecond.toFixed(0),
        row.toSmallest.toFixed(2),
        row.toSmallestByCpu.toFixed(2),
        row.figures.cpuMicroseconds.toFixed(1),
        row.figures.p99Milliseconds.toFixed(1),
        `${(row.figures.serverBusy * 100).toFixed(0)} %`,
        row.secondsToStart.toFixed(2),
        row.residentMebibytes?.toFixed(0) ?? '?',
        row.storeMebibytes.toFixed(0),
      ]),
    );
  }
  console.log(
    '\nWanted at the largest count: a ratio of 0.75 or more, less than 600 MiB, a start below 3 s.',
  );
}
clearRunFolder(true);
process.exit(0);

/** What of a process lies in memory now, mapped files included; absent where the system does not say. */
function residentMebibytes(pid: number | undefined): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return kibibytes === undefined ? undefined : Number(kibibytes) / 1024;
}

function line(name: string, columns: readonly string[]): string {
  return (name.padEnd(12) + columns.map((text) => text.padStart(11)).join('')).trimEnd();
}
