import type { Clock } from '../kernel/instant.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Digest } from '../kernel/secret.ts';
import type { Result } from '../refusal.ts';
import type { AttemptStore } from './session-store.ts';
import { forgiveAttempt, nextAttempts, secondsBlocked, type ThrottleRule } from './throttle.ts';

export interface AttemptPorts {
  readonly clock: Clock;
  readonly digest: Digest;
  readonly store: { readonly attempts: AttemptStore };
}

/** Under which keys one attempt is counted, each by a rule of its own. */
export type AttemptCounts = readonly (readonly [key: string, rule: ThrottleRule])[];

/**
 * Counts one more everywhere, or refuses while any count is blocked. Being blocked is read first: a flood of
 * refused attempts writes nothing.
 */
export async function admitAttempt(
  { clock, store: { attempts } }: AttemptPorts,
  counts: AttemptCounts,
): Promise<Result<void>> {
  const now = clock.now();
  for (const [key] of counts) {
    const known = await attempts.find(key);
    if (known !== undefined && now < known.blockedUntil) return refuse(blocked(secondsBlocked(known, now)));
  }
  for (const [key, rule] of counts) {
    const counted = await attempts.advance(key, (before) => nextAttempts(before, rule, now));
    if (!counted.admitted) return refuse(blocked(secondsBlocked(counted, now)));
  }
  return ok(undefined);
}

/** Nothing was guessed after all. */
export async function takeAttemptBack(
  { clock, store: { attempts } }: AttemptPorts,
  counts: AttemptCounts,
): Promise<void> {
  const now = clock.now();
  for (const [key, rule] of counts)
    await attempts.advance(key, (before) => forgiveAttempt(before, rule, now));
}

function blocked(retryAfterSeconds: number) {
  return { kind: 'rate-limited', retryAfterSeconds } as const;
}
