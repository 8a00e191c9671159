import type { FactSource } from '@countersign/core';
import type { Log } from '../log.ts';

/** Says once of each time that somebody past the authority wrote to what checks read, as far as no change came after it. */
export function handWatch(
  facts: Pick<FactSource, 'lastChange'>,
  log: Pick<Log, 'warn'>,
): () => Promise<void> {
  let told: number | undefined;
  return async () => {
    const { number, mark, accounted } = await facts.lastChange();
    if (mark !== accounted && mark !== told)
      log.warn(
        { change: number },
        'somebody wrote to the database past the authority, after this change: what checks remembered is read anew',
      );
    told = mark;
  };
}
