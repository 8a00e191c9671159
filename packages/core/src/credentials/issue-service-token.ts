import type { Caller } from '../access/actor.ts';
import type { Transactor } from '../audit/transaction.ts';
import { newId, type ServiceId } from '../kernel/id.ts';
import type { Clock, Instant } from '../kernel/instant.ts';
import type { Random } from '../kernel/random.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { SecretHash } from '../kernel/secret.ts';
import { malformed, type Result } from '../refusal.ts';
import { mayActByItself, serviceTarget } from '../services/service.ts';
import type { ServiceTables } from '../services/service-store.ts';
import type { ServiceToken } from './service-token.ts';
import type { ServiceTokenTables } from './service-token-store.ts';

export interface IssueServiceTokenPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly store: Transactor<ServiceTokenTables & ServiceTables>;
}

export interface NewServiceToken {
  readonly hash: SecretHash;
  readonly client: ServiceId;
  readonly audience: readonly ServiceId[];
  /** Of the key that the service has shown; see `AccessToken`. */
  readonly keyThumbprint: string | undefined;
  readonly expiresAt: Instant;
}

/**
 * Gives a service a token of its own, good at the services it names (RFC 6749 §4.4). That it has shown its secret is
 * settled by the caller; that it may act by itself at this moment, here.
 */
export function issueServiceToken(
  { clock, random, store }: IssueServiceTokenPorts,
  caller: Caller,
  { hash, client, audience, keyThumbprint, expiresAt }: NewServiceToken,
): Promise<Result<ServiceToken>> {
  const at = clock.now();
  return store.change(async (tables) => {
    const service = await tables.services.find(client);
    if (service === undefined || !mayActByItself(service))
      return refuse({ kind: 'grant-spent', internalReason: 'the service may not act by itself' });
    if (audience.length === 0) return refuse(malformed('scope', 'must name a service'));
    const token: ServiceToken = {
      kind: 'service-token',
      id: newId(random),
      hash,
      clientId: client,
      audience,
      keyThumbprint,
      state: { kind: 'active' },
      createdAt: at,
      expiresAt,
    };
    await tables.serviceTokens.insert(token);
    const details = { token: token.id, audience };
    return ok({
      value: token,
      events: [{ kind: 'service-token.issued', at, caller, target: serviceTarget(service), details }],
      touched: [],
    });
  });
}
