import type { ServiceId, ServiceTokenId, UserId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import type { SecretHash } from '../kernel/secret.ts';
import type { ServiceToken } from './service-token.ts';

/** Tokens that services have for themselves. */
export interface ServiceTokenStore {
  findByHash(hash: SecretHash): Promise<ServiceToken | undefined>;
  insert(token: ServiceToken): Promise<void>;
  revoke(id: ServiceTokenId, at: Instant, by: UserId | 'system'): Promise<void>;
  /** Revokes those of a service that are not revoked; answers the hashes by which checks know them. */
  revokeOf(client: ServiceId, at: Instant, by: UserId | 'system'): Promise<readonly SecretHash[]>;
  /** Forgets those that ended before the moment. Answers how many. */
  sweep(before: Instant): Promise<number>;
}

export interface ServiceTokenTables {
  readonly serviceTokens: ServiceTokenStore;
}
