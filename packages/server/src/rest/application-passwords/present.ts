import type { ApplicationPassword as ApplicationPasswordJson } from '@countersign/api';
import type { ApplicationPasswordReferences, ApplicationPasswordWithUse } from '@countersign/core';
import { presentServiceReference } from '../services/present.ts';
import { presentUserReference } from '../users/present.ts';

/** An application password as REST answers it: never the password itself, nor its hash. */
export function presentApplicationPassword(
  { password, use }: ApplicationPasswordWithUse,
  known: ApplicationPasswordReferences,
): ApplicationPasswordJson {
  const { id, name, userId, service, createdAt } = password;
  return {
    type: 'applicationPassword',
    id,
    name,
    user: presentUserReference(userId, known.users.get(userId)),
    service: service === undefined ? null : presentServiceReference(service, known.services.get(service)),
    creationTime: createdAt,
    lastAccessTime: use?.lastAt ?? null,
    lastAccessAddress: use?.lastAddress ?? null,
    lastAccessUserAgent: use?.lastUserAgent ?? null,
    aliases: [],
  };
}
