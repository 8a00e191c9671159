import type { PermissionSet } from '../access/permission-set.ts';
import type { PermanentToken } from '../credentials/permanent-token.ts';
import type { GroupReference } from '../identity/group.ts';
import type { User } from '../identity/user.ts';

/** The answer to "may this credential do this, here, now?". It is a value, not an error. */
export type Verdict = ActiveVerdict | InactiveVerdict;

export interface ActiveVerdict {
  readonly active: true;
  readonly token: PermanentToken;
  readonly subject: User;
  readonly groups: readonly GroupReference[];
  /** What the credential may do: never more than any of the four sets it was intersected from. */
  readonly permissions: PermissionSet;
}

/** The reason is private: it goes to counters and administrators, never to whoever presented the credential. */
export interface InactiveVerdict {
  readonly active: false;
  readonly reason: InactiveReason;
}

export type InactiveReason =
  | 'malformed'
  | 'unknown'
  | 'revoked'
  | 'paused'
  | 'expired'
  | 'subject-unknown'
  | 'subject-banned'
  | 'subject-deleted'
  | 'subject-suspended'
  | 'wrong-audience'
  | 'service-shut';

export function inactive(reason: InactiveReason): InactiveVerdict {
  return { active: false, reason };
}
