import type { PermissionSet } from '../access/permission-set.ts';
import type { Credential } from '../credentials/credential.ts';
import type { ServiceToken } from '../credentials/service-token.ts';
import type { GroupReference } from '../identity/group.ts';
import type { User } from '../identity/user.ts';
import type { Service } from '../services/service.ts';

/** The answer to "may this credential do this, here, now?". It is a value, not an error. */
export type Verdict<Of extends Credential = Credential> = ActiveVerdict<Of> | InactiveVerdict;

export interface ActiveVerdict<Of extends Credential = Credential> {
  readonly active: true;
  readonly credential: Of;
  readonly subject: User;
  readonly groups: readonly GroupReference[];
  /** What the credential may do: never more than any of the four sets it was intersected from. */
  readonly permissions: PermissionSet;
}

/** A service by itself: who calls is all that it says. */
export interface ServiceVerdict {
  readonly active: true;
  readonly credential: ServiceToken;
  readonly subject: undefined;
  readonly client: Service;
}

/** The reason is private: it goes to counters and administrators, never to whoever presented the credential. */
export interface InactiveVerdict {
  readonly active: false;
  readonly reason: InactiveReason;
}

export type InactiveReason =
  | 'malformed'
  | 'unknown'
  | 'wrong-login'
  | 'revoked'
  | 'paused'
  | 'expired'
  | 'subject-unknown'
  | 'subject-banned'
  | 'subject-deleted'
  | 'subject-suspended'
  | 'second-factor-missing'
  | 'flow-off'
  | 'acts-for-nobody'
  | 'key-not-shown'
  | 'wrong-key'
  | 'wrong-audience'
  | 'service-shut';

export function inactive(reason: InactiveReason): InactiveVerdict {
  return { active: false, reason };
}
