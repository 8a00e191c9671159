/**
 * `npm run timing -- --samples 10000`: fails to sign in in every way there is, in random order, and compares how long
 * the answers took. Prints Welch's t for each pair that nobody may tell apart; exits with 1 when one is beyond 4.5.
 */
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { chooseSeed, seededRandom } from '../test/faults/seeded-random.ts';
import { setUp } from '../test/harness/rest-client.ts';
import { startAuthority } from '../test/harness/running-authority.ts';
import { median } from './median.ts';
import { openSignInHouse, type SignInCase, type SignInGroup } from './sign-in-cases.ts';
import { tMax, welchT } from './welch.ts';

const { values } = parseArgs({
  options: { samples: { type: 'string', default: '10000' }, seed: { type: 'string' } },
});
const samples = Number(values.samples);
const seed = chooseSeed(values.seed);
/** Answers that warm the server up and count for nothing. */
const roundsUnmeasured = 15;

const authority = await startAuthority({
  env: { COUNTERSIGN_LISTEN__TRUSTED_PROXIES: '127.0.0.1,::1', COUNTERSIGN_LOG__LEVEL: 'error' },
});
try {
  const cookie = await setUp(authority);
  const databaseFile = join(authority.dataFolder, 'data', 'countersign.db');
  const house = await openSignInHouse({ url: authority.url, cookie, databaseFile });
  const times = await takeTimes(house.groups, house.forgive);
  house.close();
  console.log(`${samples} answers each, seed ${seed}\n`);
  const worst = Math.max(...house.groups.map((group) => presentGroup(group, times)));
  console.log(
    worst < tMax
      ? `Every |t| is below ${tMax}: the answers cannot be told apart.`
      : `The largest |t| is ${worst.toFixed(1)}, and not below ${tMax}: some answers can be told apart.`,
  );
  process.exitCode = worst < tMax ? 0 : 1;
} finally {
  await authority.stop();
}

type Times = ReadonlyMap<SignInCase, number[]>;

/** Asks all cases of all groups in each round, in an order of its own. */
async function takeTimes(groups: readonly SignInGroup[], forgive: () => Promise<void>): Promise<Times> {
  const random = seededRandom(seed);
  const all = groups.flatMap(({ cases, status }) => cases.map((one) => ({ one, status })));
  const times = new Map(all.map(({ one }) => [one, [] as number[]]));
  for (let round = -roundsUnmeasured; round < samples; round += 1) {
    // Three failures of a round are at one second factor, which has five before it waits.
    await forgive();
    const order = all.map((entry) => ({ ...entry, at: random.next() })).sort((a, b) => a.at - b.at);
    for (const { one, status } of order) {
      const started = performance.now();
      const answer = await one.fail();
      const took = performance.now() - started;
      if (answer.status !== status) throw new Error(`${one.name} was answered ${answer.status}`);
      if (round >= 0) times.get(one)?.push(took);
    }
  }
  return times;
}

/** Prints a group's pairs; answers its largest |t|. */
function presentGroup({ name, cases }: SignInGroup, times: Times): number {
  const of = (one: SignInCase) => times.get(one) ?? [];
  console.log(name);
  for (const one of cases)
    console.log(`  ${one.name.padEnd(32)}median ${median(of(one)).toFixed(2).padStart(8)} ms`);
  const pairs = cases.flatMap((one, index) => cases.slice(index + 1).map((other) => [one, other] as const));
  const compared = pairs.map(([one, other]) => {
    const t = welchT(of(one), of(other));
    console.log(`    t ${t.toFixed(2).padStart(6)}  ${one.name} / ${other.name}`);
    return Math.abs(t);
  });
  console.log('');
  return Math.max(...compared);
}
