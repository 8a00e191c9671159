import type { Notice } from '@countersign/api';
import { type AuditEvent, readEventText, type UserId } from '@countersign/core';

/** A notice as whom it is for sees it: what the log says, without what only administrators read there. */
export function presentNotice({ number, at, kind, text }: AuditEvent, reader: UserId): Notice {
  const { actor, target, request } = readEventText(text);
  const own = actor.kind === 'user' && actor.id === reader;
  return {
    type: 'notice',
    id: String(number),
    kind,
    timestamp: at,
    targetType: target.kind ?? 'user',
    name: target.name ?? '',
    author:
      actor.kind === 'user' && actor.id !== undefined
        ? { type: 'user', id: actor.id, name: actor.login ?? '' }
        : null,
    own,
    authorType: actor.kind ?? 'system',
    // Where an administrator sits is nothing to know for whom they help.
    ipAddress: own || actor.kind === 'anonymous' ? (request.address ?? null) : null,
  };
}
