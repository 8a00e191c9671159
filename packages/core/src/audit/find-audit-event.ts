import type { Caller } from '../access/actor.ts';
import { authorizeReadAudit } from '../access/authorize.ts';
import { ok, refuse } from '../kernel/result.ts';
import { notFound, type Result } from '../refusal.ts';
import type { AuditFilter } from './audit-filter.ts';
import type { AuditLog, AuditPage } from './audit-log.ts';
import type { AuditEvent } from './chain.ts';

/** One event. Who may not read the log learns nothing, not even how far it goes. */
export async function findAuditEvent(
  log: AuditLog,
  caller: Caller,
  number: number,
): Promise<Result<AuditEvent>> {
  const may = authorizeReadAudit(caller.actor);
  if (!may.ok) return may;
  const event = await log.find(number);
  return event === undefined ? refuse(notFound('event')) : ok(event);
}

/** A page of events, newest first. */
export async function listAuditEvents(
  log: AuditLog,
  caller: Caller,
  filter: AuditFilter,
  window: { readonly skip: number; readonly top: number },
): Promise<Result<AuditPage>> {
  const may = authorizeReadAudit(caller.actor);
  return may.ok ? ok(await log.list(filter, window)) : may;
}

/** All events that fit, newest first. Asked once, at the beginning: what was begun is read to its end. */
export function exportAuditEvents(
  log: AuditLog,
  caller: Caller,
  filter: AuditFilter,
): Result<AsyncIterable<readonly AuditEvent[]>> {
  const may = authorizeReadAudit(caller.actor);
  return may.ok ? ok(log.walk(filter)) : may;
}
