import type { Caller } from '../access/actor.ts';
import { authorizeReadServiceUse } from '../access/authorize.ts';
import { checkNotProgram } from '../access/guard.ts';
import type { Clock } from '../kernel/instant.ts';
import { ok } from '../kernel/result.ts';
import type { Result } from '../refusal.ts';
import { findService } from '../services/find-service.ts';
import { type EarlierSecret, goodSecretsOf, type ServiceSecret } from '../services/service-secret.ts';
import type { ServiceTables } from '../services/service-store.ts';
import type { CredentialUse, UseStore } from './credential-store.ts';

export interface ReadSecretPorts {
  readonly clock: Clock;
  readonly store: { readonly tables: ServiceTables; readonly uses: UseStore };
}

/** What is known of a secret: never the secret, nor its digest. */
export interface SecretWithUse {
  readonly secret: ServiceSecret | EarlierSecret;
  readonly use: CredentialUse | undefined;
}

/** The secrets with which a service may show who it is, the newest first, and when each was last used. */
export async function listServiceSecrets(
  { clock, store }: ReadSecretPorts,
  caller: Caller,
  idOrKey: string,
): Promise<Result<readonly SecretWithUse[]>> {
  // Asked first, so that who may not read it learns nothing about which services exist.
  const may = authorizeReadServiceUse(caller.actor);
  if (!may.ok) return may;
  const fit = checkNotProgram(caller.actor, 'list the secrets of a service');
  if (!fit.ok) return fit;
  const service = await findService(store.tables, caller, idOrKey);
  if (!service.ok) return service;
  const secrets = goodSecretsOf(service.value, clock.now());
  const uses = await store.uses.find(secrets.map(({ id }) => id));
  return ok(secrets.map((secret) => ({ secret, use: uses.get(secret.id) })));
}
