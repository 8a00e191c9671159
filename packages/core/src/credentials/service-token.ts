import type { ServiceId, ServiceTokenId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import type { SecretHash } from '../kernel/secret.ts';
import type { CredentialState } from './permanent-token.ts';

/**
 * A service's own short-lived bearer credential (RFC 6749 §4.4). It tells the services of its audience who calls, and no
 * more: a service holds no roles, and it acts for nobody.
 */
export interface ServiceToken {
  readonly kind: 'service-token';
  readonly id: ServiceTokenId;
  readonly hash: SecretHash;
  /** The service that it is of. */
  readonly clientId: ServiceId;
  readonly audience: readonly ServiceId[];
  /** Of the key that whoever uses it must hold; see `AccessToken`. */
  readonly keyThumbprint: string | undefined;
  readonly state: CredentialState;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
}
