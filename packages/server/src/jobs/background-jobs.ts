import {
  attemptsMemoryMilliseconds,
  dayMilliseconds,
  dayOf,
  type ForgedRow,
  later,
  minuteOf,
  recordForgedRow,
  refusedRedirectDays,
  type TokenMemory,
} from '@countersign/core';
import type { Authority } from '../authority.ts';
import type { WorkingParts } from '../compose.ts';
import type { Log } from '../log.ts';
import { clockWatch } from './clock-watch.ts';
import { handWatch } from './hand-watch.ts';
import { scratchWatch } from './scratch-watch.ts';
import { watchChain } from './watch-chain.ts';

/**
 * What runs beside requests: writing what was gathered in memory, sweeping what has expired, recording rows that
 * somebody changed by hand, looking for such hands, following the audit chain, and the keys that sign identity tokens.
 * A failed run is logged and tried again; nothing here decides anything.
 */
export interface BackgroundJobs {
  /** Writes once more and ends. */
  stop(): Promise<void>;
}

/** Of the parts of a process, what jobs look after. */
type WatchedParts = Pick<WorkingParts, 'authority' | 'forgedRows' | 'clock'> & {
  readonly tokenMemory: Pick<TokenMemory, 'failure'>;
};

/** Whether a process does what once per host is enough, or leaves that to the one that started it. */
export type Duties = 'whole-host' | 'own-process';

/** How long counts of use and of refused checks are kept, by day and by minute. */
const countsKeptDays = 90;

/** How often is looked whether gathered use takes too much memory to wait for its time. */
const relieveMilliseconds = 1_000;

const sweepMilliseconds = 10 * 60 * 1_000;

/** How often each process looks whether it is time for another signing key, and what the others did. */
const signingKeysMilliseconds = 60 * 1_000;

export function startBackgroundJobs(
  { authority, tokenMemory, forgedRows, clock }: WatchedParts,
  log: Log,
  duties: Duties = 'whole-host',
): BackgroundJobs {
  const watchClock = clockWatch(clock, log);
  const watchScratch = scratchWatch(tokenMemory, log);
  const flush = () => {
    watchClock();
    watchScratch();
    return logFailure(log, 'flush', () => flushGathered(authority, forgedRows));
  };
  const watchHands = handWatch(authority.store.facts, log);
  const lookForHands = () => logFailure(log, 'watch', watchHands);
  const relieve = () => logFailure(log, 'flush', () => authority.uses.flushIfHalfFull());
  const sweep = () => logFailure(log, 'sweep', () => sweepExpired(authority));
  const renewKeys = () => logFailure(log, 'signing keys', () => authority.signingKeys.renew());
  let isStopped = false;
  let watching: Promise<void> | undefined;
  // The first look takes as long as the log is long; no other begins before it has ended.
  const watch = () => {
    watching ??= logFailure(log, 'watch', () =>
      watchChain(authority.chainWatch, log, () => isStopped),
    ).finally(() => {
      watching = undefined;
    });
  };
  const flushMilliseconds = authority.settings.usage.flushSeconds * 1_000;
  const timers = [
    setInterval(flush, flushMilliseconds),
    setInterval(relieve, relieveMilliseconds),
    setInterval(renewKeys, signingKeysMilliseconds),
  ];
  if (duties === 'whole-host') {
    watch();
    timers.push(
      setInterval(watch, flushMilliseconds),
      setInterval(lookForHands, flushMilliseconds),
      setInterval(sweep, sweepMilliseconds),
    );
  }
  for (const timer of timers) timer.unref();
  return {
    stop: async () => {
      isStopped = true;
      for (const timer of timers) clearInterval(timer);
      await watching;
      await flush();
    },
  };
}

async function flushGathered(authority: Authority, forgedRows: ForgedRow[]): Promise<void> {
  await authority.uses.flush();
  await authority.sessionClock.flush();
  await authority.refusedChecks.flush();
  await authority.refusedRedirects.flush();
  // Taken off the list only once it is written.
  for (let [row] = forgedRows; row !== undefined; [row] = forgedRows) {
    await recordForgedRow(authority, row);
    forgedRows.shift();
  }
}

async function sweepExpired(authority: Authority): Promise<void> {
  const now = authority.clock.now();
  await authority.store.sessionUses.sweep(now);
  await authority.store.attempts.sweep(later(now, -attemptsMemoryMilliseconds));
  await authority.store.challenges.sweep(now);
  await authority.store.artefacts.sweep(now);
  const oldest = later(now, -countsKeptDays * dayMilliseconds);
  await authority.store.uses.sweep(dayOf(oldest));
  await authority.store.refusedChecks.sweep(minuteOf(oldest));
  await authority.store.refusedRedirects.sweep(later(now, -refusedRedirectDays * dayMilliseconds));
}

async function logFailure(log: Log, job: string, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    log.error({ job, err: error }, 'a background job failed and will be tried again');
  }
}
