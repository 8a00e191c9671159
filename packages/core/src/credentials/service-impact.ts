import type { AccessTables } from '../access/access-store.ts';
import type { Caller } from '../access/actor.ts';
import { authorizeReadServiceUse } from '../access/authorize.ts';
import type { Clock } from '../kernel/instant.ts';
import { ok } from '../kernel/result.ts';
import type { Result } from '../refusal.ts';
import { findService } from '../services/find-service.ts';
import type { ServiceTables } from '../services/service-store.ts';
import type { PermanentTokenTables, UseStore } from './credential-store.ts';
import { recentUseSince } from './find-permanent-token.ts';

/** What would stop working if a service were deleted. */
export interface ServiceImpact {
  /** Tokens with the service in their scope, and whose they are. */
  readonly tokens: number;
  readonly users: number;
  /** What it declares, and would be withdrawn. */
  readonly permissions: number;
  /** How often tokens were used for it within the last days. */
  readonly recentUse: number;
}

export interface ServiceImpactPorts {
  readonly clock: Clock;
  readonly store: {
    readonly tables: ServiceTables & AccessTables & PermanentTokenTables;
    readonly uses: UseStore;
  };
}

/** For who may see what is known of every service. */
export async function readServiceImpact(
  { clock, store }: ServiceImpactPorts,
  caller: Caller,
  idOrKey: string,
): Promise<Result<ServiceImpact>> {
  const may = authorizeReadServiceUse(caller.actor);
  if (!may.ok) return may;
  const { tables, uses } = store;
  const service = await findService(tables, caller, idOrKey);
  if (!service.ok) return service;
  const { id } = service.value;
  const declared = await tables.access.listPermissions();
  return ok({
    ...(await tables.permanentTokens.countFor(id)),
    permissions: declared.filter(({ serviceId }) => serviceId === id).length,
    recentUse: await uses.countRecentFor(id, recentUseSince(clock.now())),
  });
}
