import { type Attempts, type Instant, later } from '@countersign/core';
import type { Authority } from '../authority.ts';

/** How long a device waits between two questions; RFC 8628 §3.2 has five seconds where nothing is said. */
export const pollSeconds = 5;

/** What a network may take from the time between two questions that were sent at the right one. */
const slackMilliseconds = 1_000;

/** Counts one question of a device for its tokens; false where it came too soon after the one before. */
export async function countPoll({ clock, digest, store }: Authority, deviceCode: string): Promise<boolean> {
  const key = digest.keyed('device poll', deviceCode);
  const now = clock.now();
  return (await store.attempts.advance(key, (before) => nextPoll(before, now))).admitted;
}

/** Each one that comes too soon makes the time between them longer by five seconds, for good (RFC 8628 §3.5). */
function nextPoll(before: Attempts | undefined, now: Instant): Attempts {
  const admitted = before === undefined || now >= before.blockedUntil;
  const count = (before?.count ?? 1) + (admitted ? 0 : 1);
  const blockedUntil = later(now, count * pollSeconds * 1_000 - slackMilliseconds);
  return { count, lastAt: now, blockedUntil, admitted };
}
