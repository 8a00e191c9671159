import type { PermissionSet } from '../access/permission-set.ts';
import type { ApprovedScopeId, ServiceId, UserId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';

/** A user's remembered consent to a service: there is one at most for the two of them. */
export interface ApprovedScope {
  readonly id: ApprovedScopeId;
  readonly userId: UserId;
  readonly clientId: ServiceId;
  readonly audience: readonly ServiceId[];
  readonly openIdScope: readonly string[];
  /** What the audience declared then. A service that has declared more since is asked about anew. */
  readonly declared: PermissionSet;
  readonly grantedAt: Instant;
}
