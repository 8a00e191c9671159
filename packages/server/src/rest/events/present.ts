import type { Event as EventJson, EventsIntegrity } from '@countersign/api';
import {
  type AuditEvent,
  type AuditHead,
  type AuditRecord,
  type ChainStatus,
  factsOfKind,
  readEventText,
} from '@countersign/core';
import { chainFaultText } from '../../audit/chain-fault-text.ts';
import { entityTypeOf } from './entity-types.ts';

/** An event as REST answers it. Everything but its place in the chain is read from the text that the chain covers. */
export function presentEvent(event: AuditEvent): EventJson {
  const { actor, subject, target, details, changes, request } = readEventText(event.text);
  const facts = factsOfKind(event.kind);
  return {
    type: facts?.effect ?? null,
    id: String(event.number),
    number: event.number,
    timestamp: event.at,
    kind: event.kind,
    result: facts?.result ?? 'alarm',
    author: presentAuthor(actor),
    authorType: actor.kind ?? 'unknown',
    authorPresentation: actor.login ?? actor.id ?? actor.kind ?? 'unknown',
    credential: actor.via?.id === undefined ? null : { type: entityTypeOf(actor.via.kind), id: actor.via.id },
    subject: subject === undefined ? null : { type: 'user', id: subject },
    targetType: entityTypeOf(target.kind),
    targetId: target.id ?? null,
    targetPresentation: target.name ?? entityTypeOf(target.kind),
    changes: changes.map(({ field, before, after }) => ({
      fieldName: field,
      oldValue: before ?? null,
      newValue: after ?? null,
    })),
    details,
    ipAddress: request.address ?? null,
    userAgent: request.userAgent ?? null,
    requestId: request.id ?? null,
    previousHash: event.previousHash,
    hash: event.hash,
  };
}

function presentAuthor({ kind, id, login }: AuditRecord['actor']): EventJson['author'] {
  if (id === undefined || (kind !== 'user' && kind !== 'service')) return null;
  return { type: kind, id, ...(login !== undefined && { name: login }) };
}

export function presentIntegrity(status: ChainStatus | undefined, head: AuditHead): EventsIntegrity {
  const fault = status?.fault;
  return {
    type: 'eventsIntegrity',
    headNumber: head.number,
    verifiedNumber: status?.verified.number ?? null,
    verifiedHash: status?.verified.hash ?? null,
    verifiedTime: status?.at ?? null,
    wholeTime: status?.begunAt ?? null,
    fault:
      fault === undefined ? null : { kind: fault.kind, number: fault.brokenAt, text: chainFaultText(fault) },
  };
}
