import type { TouchedFact } from '../audit/transaction.ts';
import type { ServiceId, UserId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import type { SecretHash } from '../kernel/secret.ts';

/** The one thing that is asked of a service's own tokens when it may not act by itself any more. */
export interface ServiceTokenEnding {
  readonly serviceTokens: {
    revokeOf(client: ServiceId, at: Instant, by: UserId | 'system'): Promise<readonly SecretHash[]>;
  };
}

/** Ends all that a service has for itself; answers what a cached decision may depend on. */
export async function endServiceTokens(
  tables: ServiceTokenEnding,
  client: ServiceId,
  { at, by }: { readonly at: Instant; readonly by: UserId | 'system' },
): Promise<readonly TouchedFact[]> {
  const ended = await tables.serviceTokens.revokeOf(client, at, by);
  return ended.map((hash) => ({ kind: 'access-token', id: hash }));
}
