import type { Caller } from '../access/actor.ts';
import type { Transactor } from '../audit/transaction.ts';
import type { Clock } from '../kernel/instant.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { SecretHash } from '../kernel/secret.ts';
import { notFound, type Result } from '../refusal.ts';
import type { ServiceTables } from '../services/service-store.ts';
import { clientName } from './client-name.ts';
import type { ServiceTokenTables } from './service-token-store.ts';

export interface RevokeServiceTokenPorts {
  readonly clock: Clock;
  readonly store: Transactor<ServiceTokenTables & ServiceTables>;
}

/** Ends a token that its own service gives back (RFC 7009 §2.1). Whoever calls this has made sure that it is its own. */
export function revokeServiceToken(
  { clock, store }: RevokeServiceTokenPorts,
  caller: Caller,
  hash: SecretHash,
): Promise<Result<void>> {
  const at = clock.now();
  return store.change(async (tables) => {
    const token = await tables.serviceTokens.findByHash(hash);
    if (token === undefined || token.state.kind === 'revoked') return refuse(notFound('token'));
    await tables.serviceTokens.revoke(token.id, at, 'system');
    const { clientId, id } = token;
    const target = { kind: 'service', id: clientId, name: await clientName(tables, clientId) } as const;
    return ok({
      value: undefined,
      events: [{ kind: 'service-token.revoked', at, caller, target, details: { token: id } }],
      touched: [{ kind: 'access-token', id: hash }],
    });
  });
}
