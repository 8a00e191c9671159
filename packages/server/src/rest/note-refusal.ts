import {
  type Attempted,
  type Caller,
  isRecorded,
  type Refusal,
  type RefusalBudget,
  recordRefusal,
} from '@countersign/core';
import type { Authority } from '../authority.ts';

/** A refused change has its event; a flood of them is counted instead. */
export async function noteRefusal(
  authority: Authority,
  refusals: RefusalBudget,
  caller: Caller,
  attempt: Attempted,
  refusal: Refusal,
): Promise<void> {
  if (caller.actor.kind !== 'user' || !isRecorded(refusal)) return;
  const now = authority.clock.now();
  if (refusals.admits(caller.actor.userId, now)) await recordRefusal(authority, caller, attempt, refusal);
  else authority.refusedChecks.note('change-refused', caller.origin.address, now);
}
