/**
 * `npm run linearizability -- --races 100000 [--setting process|workers|nodes] [--strike 15] [--seed 1]`: races checks
 * against revocations, bans and removed roles, judges each race by its history, and exits with 1 when one fits no order,
 * which is printed. Without a setting it takes all three, and nodes that are killed under way beside. `--strike` kills
 * one of the processes every so many seconds.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { clearRunFolder } from '../test/faults/clear-run-folder.ts';
import { isSettingName, type SettingName, settingNames } from '../test/faults/linearizability/fleet.ts';
import { RaceFigures } from '../test/faults/linearizability/race-figures.ts';
import { runRaces } from '../test/faults/linearizability/run-races.ts';
import { chooseSeed } from '../test/faults/seeded-random.ts';

interface Part {
  readonly setting: SettingName;
  /** Of all races. */
  readonly share: number;
  readonly strikeEverySeconds?: number;
}

/** A race costs least in one process and most between nodes: there are more of the cheap ones. */
const allParts: readonly Part[] = [
  { setting: 'process', share: 0.6 },
  { setting: 'workers', share: 0.3 },
  { setting: 'nodes', share: 0.08 },
  { setting: 'nodes', share: 0.02, strikeEverySeconds: 15 },
];

const { values } = parseArgs({
  options: {
    races: { type: 'string', default: '100000' },
    setting: { type: 'string' },
    strike: { type: 'string' },
    seed: { type: 'string' },
  },
});
const total = Number(values.races);
if (!Number.isInteger(total) || total < 1) {
  console.error('--races must be a whole number from 1');
  process.exit(2);
}
const seed = chooseSeed(values.seed);
const parts = partsOf(values.setting, values.strike);
if (parts === undefined) {
  console.error(`--setting must be one of ${settingNames.join(', ')}, and --strike stands beside it`);
  process.exit(2);
}
console.log(`Seed ${seed}: --seed ${seed} repeats what is asked where, though not the moments.`);
let isGood = true;
let tellHowFar: () => void = () => undefined;
// Leaves in the ordinary way, so that no process stays behind; what was judged by then is told.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    tellHowFar();
    process.exit(130);
  });
for (const { setting, share, strikeEverySeconds } of parts) {
  const races = Math.ceil(total * share);
  const name =
    strikeEverySeconds === undefined ? setting : `${setting}, one killed every ${strikeEverySeconds} s`;
  const report = (line: string) => console.log(`${name}: ${line}`);
  const figures = new RaceFigures();
  tellHowFar = () => {
    for (const history of figures.broken) console.error(`BROKEN (${name}, seed ${seed}): ${history}`);
    report(String(figures));
  };
  await runRaces({ setting, races, seed, strikeEverySeconds, report, figures });
  tellHowFar();
  isGood &&= figures.broken.length === 0 && figures.races >= races;
}
clearRunFolder(isGood);
process.exitCode = isGood ? 0 : 1;

function partsOf(setting: string | undefined, strike: string | undefined): readonly Part[] | undefined {
  if (setting === undefined) return strike === undefined ? allParts : undefined;
  if (!isSettingName(setting)) return undefined;
  return [{ setting, share: 1, ...(strike !== undefined && { strikeEverySeconds: Number(strike) }) }];
}
