import type { UserTables } from '../identity/identity-store.ts';
import type { User } from '../identity/user.ts';
import type { ServiceId, UserId } from '../kernel/id.ts';
import type { Service } from '../services/service.ts';
import type { ServiceTables } from '../services/service-store.ts';
import type { RecentUse } from './credential-store.ts';
import type { PermanentToken } from './permanent-token.ts';

/** The users and services that tokens name, for whoever shows them. One that is gone or forged is absent. */
export interface TokenReferences {
  readonly users: ReadonlyMap<UserId, User | undefined>;
  readonly services: ReadonlyMap<ServiceId, Service | undefined>;
}

/** Reads each of them once, however many tokens name it. */
export async function findTokenReferences(
  tables: UserTables & ServiceTables,
  tokens: readonly { readonly token: PermanentToken; readonly recent?: RecentUse | undefined }[],
): Promise<TokenReferences> {
  const userIds = tokens.flatMap(({ token }) => [token.userId, token.authorId]);
  const serviceIds = tokens.flatMap(({ token, recent }) => [
    ...token.audience,
    ...(recent?.services ?? []).map(({ serviceId }) => serviceId),
  ]);
  return {
    users: await findEach(userIds, (id) => tables.users.find(id)),
    services: await findEach(serviceIds, (id) => tables.services.find(id)),
  };
}

async function findEach<Id, Entity>(
  ids: readonly Id[],
  find: (id: Id) => Promise<Entity>,
): Promise<ReadonlyMap<Id, Entity>> {
  const found = new Map<Id, Entity>();
  for (const id of new Set(ids)) found.set(id, await find(id));
  return found;
}
