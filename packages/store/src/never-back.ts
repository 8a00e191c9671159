import type { Progress } from '@countersign/core';
import { StoreUnavailable } from './failures.ts';

/**
 * Lets progress through as long as it goes forward. A store that is behind what this process has already seen
 * is an older one in its place: a standby, a restored copy, a primary that was replaced and came back. What was
 * revoked may be valid in it, so nothing it says is believed until the process is started on it anew.
 */
export function neverBack<Seen extends Progress>(): (seen: Seen) => Seen {
  let number = 0;
  return (seen) => {
    if (seen.number < number) {
      throw new StoreUnavailable(`the store is at change ${seen.number}, and was at ${number} before`);
    }
    number = seen.number;
    return seen;
  };
}
