import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { type RunningAuthority, startAuthority } from '../harness/running-authority.ts';
import { type AuditTrail, checkAuditTrail } from './audit-trail.ts';
import { assemble, type Cast } from './cast.ts';
import { type Compared, compare } from './compare.ts';
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

const writers = 6;
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
  let authority = await start();
  // A run that is broken off leaves no process behind.
  const atExit = () => void authority.process.kill('SIGKILL');
  process.once('exit', atExit);
  const cast = await assemble(authority, writers);
  // Only a process that ends in the ordinary way leaves its compiled modules behind for those that will not.
  await authority.stop();
  authority = await start();

  while (ledger.cycle < cycles && problems.length === 0) {
    ledger.cycle += 1;
    await runCycle({ authority, cast, ledger, random, fault, problems });
    await fault.recover(random);
    authority = await start();
    await holdToLedger(ledger.cycle === cycles).catch(explain);
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
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
    };
    const started = await startAuthority({ dataFolder: folder, env });
    readySeconds.push((performance.now() - startedAt) / 1_000);
    return started;
  }

  /** A connection that breaks says little; how the process ended says more. */
  async function explain(error: unknown): Promise<never> {
    await pause(500);
    const { exitCode, signalCode } = authority.process;
    throw new Error(
      `after cycle ${ledger.cycle}: ${error} (exit code ${exitCode}, signal ${signalCode}, see ${folder})`,
    );
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
