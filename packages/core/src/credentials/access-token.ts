import type { PermissionSet } from '../access/permission-set.ts';
import type { AccessTokenId, ConnectionId, ServiceId, UserId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import type { SecretHash } from '../kernel/secret.ts';
import type { CredentialState } from './permanent-token.ts';

/** A connection's short-lived bearer credential. It is never wider than the connection, and ends with it. */
export interface AccessToken {
  readonly kind: 'access-token';
  readonly id: AccessTokenId;
  readonly hash: SecretHash;
  /** By which it is listed, ended and counted. */
  readonly connectionId: ConnectionId;
  readonly userId: UserId;
  readonly clientId: ServiceId;
  readonly audience: readonly ServiceId[];
  readonly openIdScope: readonly string[];
  readonly declared: PermissionSet;
  /** Of the key that whoever uses it must hold (RFC 9449 §6.1); absent: whoever bears it may. */
  readonly keyThumbprint: string | undefined;
  readonly state: CredentialState;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
}
