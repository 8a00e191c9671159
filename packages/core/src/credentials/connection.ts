import type { PermissionSet } from '../access/permission-set.ts';
import type { ApplicationPasswordId, ConnectionId, ServiceId, UserId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import type { CredentialState } from './permanent-token.ts';

/**
 * What a service may do for a user since they let it in once: the family of its access and refresh tokens. It keeps
 * its id while they are renewed, and they end with it.
 */
export interface Connection {
  readonly id: ConnectionId;
  readonly userId: UserId;
  /** The service that acts. */
  readonly clientId: ServiceId;
  /** The services it may act at; empty where it only signs somebody in. */
  readonly audience: readonly ServiceId[];
  /** Words of OpenID Connect beside them: `openid`, `profile`, `email`. */
  readonly openIdScope: readonly string[];
  /** What the audience declared when the user agreed: nothing that is declared later is in it. */
  readonly declared: PermissionSet;
  readonly state: CredentialState;
  readonly createdAt: Instant;
  /** When the user had signed in, whose session it came from. */
  readonly authenticatedAt: Instant;
  /** The end, however often it is renewed. */
  readonly expiresAt: Instant;
  /** Whether it has a refresh token, and so outlives its access tokens. */
  readonly isOffline: boolean;
  /** The application password that made it, and ends it; absent where its user agreed on a page. */
  readonly madeWith: ApplicationPasswordId | undefined;
}

/** For so long a refresh token may come again, because its answer was lost or because two were sent at once. */
export const repeatMilliseconds = 10_000;
