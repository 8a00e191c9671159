import type { UserTables } from '../identity/identity-store.ts';
import type { User } from '../identity/user.ts';
import type { ServiceId, UserId } from '../kernel/id.ts';
import type { Service } from '../services/service.ts';
import type { ServiceTables } from '../services/service-store.ts';
import type { ApplicationPassword } from './application-password.ts';

/** What application passwords name, for whoever shows them. Whatever is gone or forged is absent. */
export interface ApplicationPasswordReferences {
  readonly users: ReadonlyMap<UserId, User | undefined>;
  readonly services: ReadonlyMap<ServiceId, Service | undefined>;
}

/** Reads each of them once, however many passwords name it. */
export async function findApplicationPasswordReferences(
  tables: UserTables & ServiceTables,
  passwords: readonly { readonly password: ApplicationPassword }[],
): Promise<ApplicationPasswordReferences> {
  const users = new Map<UserId, User | undefined>();
  const services = new Map<ServiceId, Service | undefined>();
  for (const { password } of passwords) {
    const { userId, service } = password;
    if (!users.has(userId)) users.set(userId, await tables.users.find(userId));
    if (service !== undefined && !services.has(service))
      services.set(service, await tables.services.find(service));
  }
  return { users, services };
}
