import type { ApprovedScope as ApprovedScopeJson } from '@countersign/api';
import type { ApprovedScope, ConnectionReferences } from '@countersign/core';
import { presentServiceReference } from '../services/present.ts';
import { presentUserReference } from '../users/present.ts';

export function presentApprovedScope(
  { id, userId, clientId, audience, grantedAt }: ApprovedScope,
  known: ConnectionReferences,
): ApprovedScopeJson {
  return {
    type: 'approvedScope',
    id,
    client: presentServiceReference(clientId, known.services.get(clientId)),
    scope: audience.map((service) => presentServiceReference(service, known.services.get(service))),
    user: presentUserReference(userId, known.users.get(userId)),
    creationTime: grantedAt,
    expiresOn: null,
    aliases: [],
  };
}
