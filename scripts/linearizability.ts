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
import { runRaces } from '../test/faults/linearizability/run-races.ts';
import { chooseSeed } from '../test/faults/seeded-random.ts';

interface Part {
  readonly setting: SettingName;
  /** Of all races. */
  readonly share: number;
  readonly strikeEverySeconds?: number;
}

/** What a race costs differs: each takes about a quarter of an hour or less where all take 100,000 on two cores. */
const allParts: readonly Part[] = [
  { setting: 'process', share: 0.5 },
  { setting: 'workers', share: 0.25 },
  { setting: 'nodes', share: 0.2 },
  { setting: 'nodes', share: 0.05, strikeEverySeconds: 15 },
];

const { values } = parseArgs({
  options: {
    races: { type: 'string', default: '100000' },
    setting: { type: 'string' },
    strike: { type: 'string' },
    seed: { type: 'string' },
  },
});
// Leaves in the ordinary way, so that no process stays behind.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const seed = chooseSeed(values.seed);
const parts = partsOf(values.setting, values.strike);
if (parts === undefined) {
  console.error(`--setting must be one of ${settingNames.join(', ')}, and --strike stands beside it`);
  process.exit(2);
}
console.log(`Seed ${seed}: --seed ${seed} repeats what is asked where, though not the moments.`);
let isGood = true;
for (const { setting, share, strikeEverySeconds } of parts) {
  const races = Math.round(Number(values.races) * share);
  const name =
    strikeEverySeconds === undefined ? setting : `${setting}, one killed every ${strikeEverySeconds} s`;
  const report = (line: string) => console.log(`${name}: ${line}`);
  const figures = await runRaces({ setting, races, seed, strikeEverySeconds, report });
  for (const history of figures.broken) console.error(`BROKEN (${name}, seed ${seed}): ${history}`);
  report(String(figures));
  isGood &&= figures.broken.length === 0 && figures.races >= races;
}
clearRunFolder(isGood);
process.exitCode = isGood ? 0 : 1;

function partsOf(setting: string | undefined, strike: string | undefined): readonly Part[] | undefined {
  if (setting === undefined) return strike === undefined ? allParts : undefined;
  if (!isSettingName(setting)) return undefined;
  return [{ setting, share: 1, ...(strike !== undefined && { strikeEverySeconds: Number(strike) }) }];
}
