import type { TokenMemory } from '@countersign/core';
import type { Log } from '../log.ts';

/** Says once that the scratch file was given up: checks go on, and read more of the database. */
export function scratchWatch(memory: Pick<TokenMemory, 'failure'>, log: Pick<Log, 'warn'>): () => void {
  let isSaid = false;
  return () => {
    if (isSaid || memory.failure === undefined) return;
    isSaid = true;
    const message = 'the scratch file of the checks failed: until a restart, fewer tokens are kept in memory';
    log.warn({ err: memory.failure }, message);
  };
}
