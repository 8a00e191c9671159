import type { PermanentToken as PermanentTokenJson } from '@countersign/api';
import {
  type PermanentTokenWithUse,
  recentUseDays,
  type ServiceId,
  type TokenReferences,
} from '@countersign/core';
import { presentPermissionReference, presentReach } from '../permissions/present.ts';
import { presentServiceReference } from '../services/present.ts';
import { presentUserReference } from '../users/present.ts';

/** A permanent token as REST answers it: never the token itself, nor its hash. */
export function presentPermanentToken(
  seen: PermanentTokenWithUse,
  known: TokenReferences,
): PermanentTokenJson {
  const { token, use, recent, exercised } = seen;
  const grant = known.grants.get(token.id);
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
    grant: grant?.map((reach) => presentReach(reach, known.projects)) ?? null,
    capped: token.ceiling !== undefined,
    recentUse: {
      days: recentUseDays,
      count: recent?.count ?? 0,
      addresses: recent?.addresses ?? 0,
      services: (recent?.services ?? []).map(({ serviceId, count }) => ({
        service: service(serviceId),
        count,
      })),
    },
    permissionsUsed: exercised.map(({ serviceId, permission, count, lastAt }) => ({
      permission: presentPermissionReference(permission, known.catalog.get(permission)),
      service: service(serviceId),
      count,
      lastTime: lastAt,
    })),
    aliases: [],
  };
}
