import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { ask, registerService, setUp } from '../harness/rest-client.ts';
import { type RunningAuthority, startAuthority } from '../harness/running-authority.ts';
import { type AuditTrail, checkAuditTrail } from './audit-trail.ts';
import { type Compared, compare } from './compare.ts';
import type { Door } from './doors.ts';
import { type SeededRandom, seededRandom } from './seeded-random.ts';
import { TokenLedger } from './token-ledger.ts';
import { writeTokens } from './token-writer.ts';

/** What befalls the authority once in every cycle, and how the ground under it is made good again. */
export interface Fault {
  /** Strikes, and sees to it that the process has ended. */
  strike(authority: RunningAuthority): Promise<void>;
  /** Makes the data directory usable again, if that takes anything. */
  recover(random: SeededRandom): Promise<void>;
  /** Whether an answer that arrives after the fault struck is still a promise. */
  readonly lateAnswersCount: boolean;
}

export interface CrashLoopOptions {
  readonly cycles: number;
  readonly seed: number;
  readonly fault: Fault;
  /** Where the ledger and the server's log go; never touched by the fault. */
  readonly folder: string;
  readonly dataDirectory: string;
  readonly report: (line: string) => void;
}

export interface CrashLoopFigures {
  readonly problems: readonly string[];
  readonly creates: number;
  readonly revocations: number;
  readonly inFlight: number;
  readonly tookEffect: number;
  /** Seconds from spawning the process to its "ready", sorted, one for each restart. */
  readonly readySeconds: readonly number[];
  readonly trail: AuditTrail;
}

/** Who writes to the authority and at whose door tokens are checked: made once, in the first cycle. */
interface Cast {
  readonly cookie: string;
  readonly door: Door;
  readonly owners: readonly string[];
}

const writers = 4;
const strikeAfterMillisecondsMax = 200;

/**
 * Lets a fault strike a busy authority again and again on the same data, and holds it to the ledger each time it
 * comes back: no acknowledged write is lost, no revocation undone, and a write in flight is whole or not at all.
 */
export async function runCrashLoop(options: CrashLoopOptions): Promise<CrashLoopFigures> {
  const { cycles, fault, folder, dataDirectory, report } = options;
  const random = seededRandom(options.seed);
  const ledger = new TokenLedger(join(folder, 'ledger.jsonl'));
  const problems: string[] = [];
  const readySeconds: number[] = [];
  const sum = { inFlight: 0, tookEffect: 0 };
  // A run that is broken off leaves no process behind.
  const atExit = () => void authority?.process.kill('SIGKILL');
  process.once('exit', atExit);
  let authority: RunningAuthority = await start();
  const cast = await assemble(authority);

  while (ledger.cycle < cycles && problems.length === 0) {
    ledger.cycle += 1;
    await runCycle({ authority, cast, ledger, random, fault, problems });
    await fault.recover(random);
    authority = await start();
    await holdToLedger(ledger.cycle === cycles);
    if (ledger.cycle % 50 === 0) report(`${ledger.cycle} cycles, ${ledger.creates} creates acknowledged`);
  }
  await authority.stop();
  process.off('exit', atExit);
  ledger.close();
  const trail = await checkAuditTrail(dataDirectory);
  const { creates, revocations } = ledger;
  readySeconds.sort((one, other) => one - other);
  return { problems: [...problems, ...trail.problems], creates, revocations, ...sum, readySeconds, trail };

  async function start(): Promise<RunningAuthority> {
    const startedAt = performance.now();
    const env = {
      COUNTERSIGN_DATA__DIRECTORY: dataDirectory,
      // A killed process never flushes when a session was last used, and this one is used for the whole run.
      COUNTERSIGN_SESSIONS__IDLE_SECONDS: '86400',
    };
    const started = await startAuthority({ dataFolder: folder, env });
    readySeconds.push((performance.now() - startedAt) / 1_000);
    return started;
  }

  async function holdToLedger(isWhole: boolean): Promise<void> {
    const compared: Compared = { url: authority.url, ...cast, ledger, random, isWhole };
    const found = await compare(compared);
    problems.push(...found.problems.map((problem) => `after cycle ${ledger.cycle}: ${problem}`));
    sum.inFlight += found.inFlight;
    sum.tookEffect += found.tookEffect;
  }
}

interface Cycle {
  readonly authority: RunningAuthority;
  readonly cast: Cast;
  readonly ledger: TokenLedger;
  readonly random: SeededRandom;
  readonly fault: Fault;
  readonly problems: string[];
}

/** Writers at work, the fault in the middle of it, and nobody left working. */
async function runCycle({ authority, cast, ledger, random, fault, problems }: Cycle): Promise<void> {
  const { cookie, door, owners } = cast;
  const { lateAnswersCount } = fault;
  const strike = new AbortController();
  const scene = { cookie, door, ledger, random, lateAnswersCount, problems };
  const work = owners.map((owner) =>
    writeTokens({ ...scene, url: authority.url, struck: strike.signal }, owner),
  );
  // Mostly with something to lose already, however slow the machine is; now and then in the first moments.
  if (random.next() < 0.9) await Promise.race([ledger.nextPromise, Promise.all(work)]);
  await pause(random.between(0, strikeAfterMillisecondsMax));
  strike.abort();
  await fault.strike(authority);
  await Promise.all(work);
}

async function assemble({ url, setUpCode }: RunningAuthority): Promise<Cast> {
  const cookie = await setUp({ url, setUpCode });
  const door = await registerService(url, cookie, 'door');
  const owners: string[] = [];
  for (let number = 1; number <= writers; number++) {
    const body = { login: `bot-${number}`, name: `Bot ${number}`, kind: 'bot' };
    const answer = await ask(`${url}/api/rest/users`, { method: 'POST', cookie, body });
    if (answer.status !== 200) throw new Error(`creating a bot answered ${answer.status}: ${answer.text}`);
    owners.push(answer.json.id);
  }
  return { cookie, door, owners };
}
