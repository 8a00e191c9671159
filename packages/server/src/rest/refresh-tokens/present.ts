import type { RefreshToken as RefreshTokenJson } from '@countersign/api';
import type { ConnectionReferences, ConnectionWithUse } from '@countersign/core';
import { presentServiceReference } from '../services/present.ts';
import { presentUserReference } from '../users/present.ts';

/** A connection as REST answers it: never a token of it, nor its hash. */
export function presentRefreshToken(
  { connection, use }: ConnectionWithUse,
  known: ConnectionReferences,
): RefreshTokenJson {
  const { id, userId, clientId, audience, openIdScope, createdAt, authenticatedAt, expiresAt } = connection;
  return {
    type: 'refreshToken',
    id,
    client: presentServiceReference(clientId, known.services.get(clientId)),
    audience: audience.map((service) => presentServiceReference(service, known.services.get(service))),
    scope: [...openIdScope, ...audience],
    user: presentUserReference(userId, known.users.get(userId)),
    creationTime: createdAt,
    authenticationTime: authenticatedAt,
    expires: expiresAt,
    lastAccessTime: use?.lastAt ?? null,
    lastAccessAddress: use?.lastAddress ?? null,
    lastAccessUserAgent: use?.lastUserAgent ?? null,
    aliases: [],
  };
}
