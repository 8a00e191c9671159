import type { ForwardClock } from '@countersign/core';
import type { Log } from '../log.ts';

/** Corrections of a clock that is set from a network are smaller. */
const behindMillisecondsMax = 5_000;

/** Says once that the machine's clock was set back: for as long as it is behind, time stands still. */
export function clockWatch(clock: Pick<ForwardClock, 'behind'>, log: Pick<Log, 'error'>): () => void {
  let isTold = false;
  return () => {
    const { behind } = clock;
    const isBehind = behind > behindMillisecondsMax;
    if (isBehind && !isTold)
      log.error(
        { seconds: Math.round(behind / 1_000) },
        'the clock of this machine was set back: time stands still until it has caught up. If it was ahead before, restart',
      );
    isTold = isBehind;
  };
}
