import type { PermanentToken as PermanentTokenJson } from '@countersign/api';
import {
  type PermanentTokenWithUse,
  recentUseDays,
  type Service,
  type ServiceId,
  type Tables,
  type User,
  type UserId,
} from '@countersign/core';
import { presentServiceReference } from '../services/present.ts';
import { presentUserReference } from '../users/present.ts';

/** The entities that tokens refer to, read once for a whole page. */
export interface TokenReferences {
  readonly users: ReadonlyMap<UserId, User | undefined>;
  readonly services: ReadonlyMap<ServiceId, Service | undefined>;
}

export async function findReferences(
  tables: Tables,
  seen: readonly PermanentTokenWithUse[],
): Promise<TokenReferences> {
  const userIds = new Set(seen.flatMap(({ token }) => [token.userId, token.authorId]));
  const serviceIds = new Set(
    seen.flatMap(({ token, recent }) => [
      ...token.audience,
      ...(recent?.services ?? []).map(({ serviceId }) => serviceId),
    ]),
  );
  return {
    users: await findEach(userIds, (id) => tables.users.find(id)),
    services: await findEach(serviceIds, (id) => tables.services.find(id)),
  };
}

/** A permanent token as REST answers it: never the token itself, nor its hash. */
export function presentPermanentToken(
  seen: PermanentTokenWithUse,
  known: TokenReferences,
): PermanentTokenJson {
  const { token, use, recent } = seen;
  const service = (id: ServiceId) => presentServiceReference(id, known.services.get(id));
  return {
    type: 'permanentToken',
    id: token.id,
    name: token.name,
    description: token.description ?? null,
    // The wire's word for the audience is scope; this is where it is translated.
    scope: token.audience.map(service),
    user: presentUserReference(token.userId, known.users.get(token.userId)),
    author: presentUserReference(token.authorId, known.users.get(token.authorId)),
    creationTime: token.createdAt,
    expires: token.expiresAt ?? null,
    lastAccessTime: use?.lastAt ?? null,
    lastAccessAddress: use?.lastAddress ?? null,
    lastAccessUserAgent: use?.lastUserAgent ?? null,
    usageCount: use?.count ?? 0,
    recentUse: {
      days: recentUseDays,
      count: recent?.count ?? 0,
      addresses: recent?.addresses ?? 0,
      services: (recent?.services ?? []).map(({ serviceId, count }) => ({
        service: service(serviceId),
        count,
      })),
    },
    aliases: [],
  };
}

async function findEach<Id, Entity>(
  ids: Iterable<Id>,
  find: (id: Id) => Promise<Entity>,
): Promise<ReadonlyMap<Id, Entity>> {
  const found = new Map<Id, Entity>();
  for (const id of ids) found.set(id, await find(id));
  return found;
}
