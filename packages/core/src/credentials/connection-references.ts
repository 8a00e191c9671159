import type { UserTables } from '../identity/identity-store.ts';
import type { User } from '../identity/user.ts';
import type { ServiceId, UserId } from '../kernel/id.ts';
import type { Service } from '../services/service.ts';
import type { ServiceTables } from '../services/service-store.ts';

/** What connections and consents name, for whoever shows them. Whatever is gone or forged is absent. */
export interface ConnectionReferences {
  readonly users: ReadonlyMap<UserId, User | undefined>;
  readonly services: ReadonlyMap<ServiceId, Service | undefined>;
}

/** Reads each of them once, however many name it. */
export async function findConnectionReferences(
  tables: UserTables & ServiceTables,
  naming: readonly {
    readonly userId: UserId;
    readonly clientId: ServiceId;
    readonly audience: readonly ServiceId[];
  }[],
): Promise<ConnectionReferences> {
  const users = new Map<UserId, User | undefined>();
  const services = new Map<ServiceId, Service | undefined>();
  for (const { userId, clientId, audience } of naming) {
    if (!users.has(userId)) users.set(userId, await tables.users.find(userId));
    for (const id of [clientId, ...audience])
      if (!services.has(id)) services.set(id, await tables.services.find(id));
  }
  return { users, services };
}
