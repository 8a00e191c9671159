import { type Attempted, type Caller, isRecorded, type Refusal, recordRefusal } from '@countersign/core';
import type { Authority } from '../authority.ts';

/** A refused change has its event, over REST as on a page; a flood of them by one user is counted instead. */
export async function noteRefusal(
  authority: Authority,
  caller: Caller,
  attempt: Attempted,
  refusal: Refusal,
): Promise<void> {
  if (caller.actor.kind !== 'user' || !isRecorded(refusal)) return;
  const { clock, refusalBudget, refusedChecks } = authority;
  const now = clock.now();
  if (refusalBudget.admits(caller.actor.userId, now))
    await recordRefusal(authority, caller, attempt, refusal);
  else refusedChecks.note('change-refused', caller.origin.address, now);
}
