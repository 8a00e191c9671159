/** Runs work in turn; answers `busy`, and does not begin, when as much as may wait is waiting already. */
export type WorkQueue = <Value>(work: () => Promise<Value>) => Promise<Value | 'busy'>;

/** A queue that runs `concurrency` pieces of work at once and lets `waitingMax` more wait, first come first served. */
export function createWorkQueue(limits: {
  readonly concurrency: number;
  readonly waitingMax: number;
}): WorkQueue {
  let running = 0;
  const waiting: (() => void)[] = [];

  const takeSlot = (): Promise<void> => {
    if (running < limits.concurrency) {
      running += 1;
      return Promise.resolve();
    }
    return new Promise((resolve) => waiting.push(resolve));
  };
  /** Hands the slot to the next in line, so that nobody who comes later can take it in between. */
  const giveSlot = (): void => {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  };

  return async (work) => {
    if (running >= limits.concurrency && waiting.length >= limits.waitingMax) return 'busy';
    await takeSlot();
    try {
      return await work();
    } finally {
      giveSlot();
    }
  };
}
