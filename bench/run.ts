/**
 * `npm run bench -- [--rounds 5] [--seconds 3] [--generator wrk|autocannon] [--json]`
 * `npm run bench -- --only introspection --profile <folder>` also writes a profile of the authority there
 *
 * What a check costs, as a share of what the same request costs a bare node:http server that always gives the same
 * answer. All contenders take turns within each round, so that a machine that slows down slows all of them; ratios
 * are taken within a round, and of everything the median over the rounds is told.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { clearRunFolder } from '../test/faults/clear-run-folder.ts';
import {
  distinctTokens,
  makeLoadedFolder,
  profileInto,
  services,
  startLoaded,
  storedTokens,
} from './authority-under-load.ts';
import { autocannonGenerator } from './autocannon-generator.ts';
import { makePairs, type Pair } from './contenders.ts';
import { measureDecisionCost } from './decision-cost.ts';
import { interleave, medianRatio } from './interleave.ts';
import { medianBurst } from './measure.ts';
import { findPinningObstacle, pin, serverCore } from './pinning.ts';
import { type BenchFigures, presentTable, type Row } from './present.ts';
import { mixUnknown, unknownEvery } from './request-mix.ts';
import { findWrk } from './wrk-generator.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    generator: { type: 'string' },
    only: { type: 'string' },
    profile: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const seconds = Number(values.seconds);
const generator = (values.generator === 'autocannon' ? undefined : findWrk()) ?? autocannonGenerator;
const obstacle = findPinningObstacle();

const loaded = await makeLoadedFolder();
const decision = await measureDecisionCost(loaded);
const profile = values.profile === undefined ? {} : { env: profileInto(values.profile) };
const authority = await startLoaded(loaded, profile);
const target = { port: Number(new URL(authority.url).port), pid: authority.process.pid };
const { pairs, bareProcess } = await makePairs(target, mixUnknown(loaded.presented));
// Whatever happens from here on, no process stays behind.
process.once('exit', () => {
  bareProcess.kill('SIGKILL');
  authority.process.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
if (obstacle === undefined) for (const { pid } of [target, bareProcess]) pin(pid, serverCore);

const figures: BenchFigures = {
  generator: generator.name,
  conditions: [
    `${storedTokens} tokens in SQLite, ${distinctTokens} of them asked for in turn by ${services} services; ` +
      `one in ${unknownEvery} presented tokens is unknown.`,
    `64 connections, kept alive; load from ${generator.name}; medians of ${values.rounds} rounds of ${seconds} s.`,
    obstacle === undefined
      ? 'Servers on one core, the generator on another.'
      : `Servers and generator share cores, because ${obstacle}: the figures say little.`,
  ],
  rows: await measure(pairs.filter(({ question }) => (values.only ?? question) === question)),
  decision,
};
await authority.stop();
console.log(values.json ? JSON.stringify(figures, null, 2) : presentTable(figures));
clearRunFolder(true);
process.exit(0);

async function measure(asked: readonly Pair[]): Promise<readonly Row[]> {
  const rounds = { generator, rounds: Number(values.rounds), seconds, isPinned: obstacle === undefined };
  const bursts = await interleave(
    asked.flatMap(({ bare, authority }) => [bare, authority]),
    rounds,
  );
  return asked.map(({ question }, index) => {
    const [bare = [], authority = []] = bursts.slice(2 * index);
    return {
      question,
      bare: medianBurst(bare),
      authority: medianBurst(authority),
      ratio: medianRatio(authority, bare, 'perSecond'),
      cpuRatio: medianRatio(bare, authority, 'cpuMicroseconds'),
    };
  });
}
