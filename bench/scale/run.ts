/**
 * `npm run scale -- [--workers 1,2] [--nodes 1,2,3] [--rounds 5] [--seconds 3] [--generator wrk|autocannon] [--json]`
 *
 * What more processes bring: workers of one host on SQLite, and nodes on one PostgreSQL. Nobody is given a core: on two
 * of them the servers, the database and the generator share what there is, and how much each took is told. Within each
 * round all take turns, and ratios are to one worker and to one node of the same mode.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { clearRunFolder } from '../../test/faults/clear-run-folder.ts';
import { autocannonGenerator } from '../autocannon-generator.ts';
import { median } from '../median.ts';
import { findWrk } from '../wrk-generator.ts';
import { type Crew, type CrewBurst, runCrewBurst } from './crew.ts';
import { startNodes } from './nodes.ts';
import { startWorkers } from './workers.ts';

const { values } = parseArgs({
  options: {
    workers: { type: 'string', default: '1,2' },
    nodes: { type: 'string', default: '1,2,3' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    generator: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const generator = (values.generator === 'autocannon' ? undefined : findWrk()) ?? autocannonGenerator;
const seconds = Number(values.seconds);
const numbers = (list: string) => (list === '' ? [] : list.split(',').map(Number));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const rows: Row[] = [];
if (values.workers !== '') {
  const { crews, started } = await startWorkers(numbers(values.workers));
  rows.push(...(await measure(crews)));
  for (const authority of started) await authority.stop();
}
if (values.nodes !== '') {
  const { crews, started, postgres } = await startNodes(numbers(values.nodes));
  rows.push(...(await measure(crews)));
  for (const authority of started) await authority.stop();
  await postgres.stop();
}

if (values.json) console.log(JSON.stringify(rows, null, 2));
else {
  console.log(
    `64 connections shared by the nodes; load from ${generator.name}; medians of ${values.rounds} rounds`,
  );
  console.log(`of ${seconds} s. Nobody has a core of its own; busy is in cores.\n`);
  const header = ['per second', 'ratio', 'p50 ms', 'p99 ms', 'CPU µs', 'servers', 'database', generator.name];
  console.log(line('', header));
  for (const { name, ratio, figures } of rows) {
    console.log(
      line(name, [
        figures.perSecond.toFixed(0),
        ratio.toFixed(2),
        figures.p50Milliseconds.toFixed(1),
        figures.p99Milliseconds.toFixed(1),
        figures.cpuMicroseconds.toFixed(1),
        figures.serverBusy.toFixed(2),
        figures.databaseBusy.toFixed(2),
        figures.generatorBusy.toFixed(2),
      ]),
    );
  }
}
clearRunFolder(true);
process.exit(0);

interface Row {
  readonly name: string;
  /** Of requests per second, to the first of these crews, within each round. */
  readonly ratio: number;
  readonly figures: CrewBurst;
}

/** The first round warms up and is not counted. */
async function measure(crews: readonly Crew[]): Promise<readonly Row[]> {
  const seen: readonly CrewBurst[][] = crews.map(() => []);
  for (let round = 0; round <= Number(values.rounds); round++) {
    for (const [index, crew] of crews.entries()) {
      const burst = await runCrewBurst(generator, crew, round === 0 ? 2 : seconds);
      if (round > 0) seen[index]?.push(burst);
    }
  }
  const [first = []] = seen;
  return crews.map(({ name }, index) => {
    const own = seen[index] ?? [];
    const of = (figure: keyof CrewBurst) => median(own.map((burst) => burst[figure]));
    return {
      name,
      ratio: median(own.map(({ perSecond }, round) => perSecond / (first[round]?.perSecond ?? Number.NaN))),
      figures: {
        perSecond: of('perSecond'),
        p50Milliseconds: of('p50Milliseconds'),
        p99Milliseconds: of('p99Milliseconds'),
        cpuMicroseconds: of('cpuMicroseconds'),
        serverBusy: of('serverBusy'),
        databaseBusy: of('databaseBusy'),
        generatorBusy: of('generatorBusy'),
      },
    };
  });
}

function line(name: string, columns: readonly string[]): string {
  return (name.padEnd(32) + columns.map((text) => text.padStart(11)).join('')).trimEnd();
}
