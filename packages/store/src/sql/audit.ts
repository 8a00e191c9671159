import {
  type AuditEntry,
  type AuditEvent,
  type AuditHead,
  type AuditLog,
  type Digest,
  genesis,
  type Instant,
  linkEvent,
} from '@countersign/core';
import type { Kysely } from 'kysely';
import { StoreDefect } from '../failures.ts';
import type { AuditEventRow, Database } from '../schema/tables.ts';
import { auditCopyColumns } from './audit-copies.ts';
import { countMatches, type Matches, matchesOf, readMatches } from './audit-matches.ts';
import { chunksOf } from './chunks.ts';

/** How many events a walk reads at once. */
const pieceSize = 500;

/** The log as readers see it. */
export function auditLog(reads: Kysely<Database>): AuditLog {
  async function eventsBelow(matches: Matches, below: number | undefined, window: Window) {
    const rows = await readMatches(reads, matches, below, window);
    return rows.map(parseEvent);
  }

  return {
    async head() {
      const row = await reads
        .selectFrom('authority_head')
        .select(['audit_number', 'audit_hash'])
        .executeTakeFirst();
      return row === undefined ? genesis : { number: row.audit_number, hash: row.audit_hash };
    },

    async listAfter(number, top) {
      const rows = await reads
        .selectFrom('audit_events')
        .selectAll()
        .where('number', '>', number)
        .orderBy('number')
        .limit(top)
        .execute();
      return rows.map(parseEvent);
    },

    async find(number) {
      const row = await reads
        .selectFrom('audit_events')
        .selectAll()
        .where('number', '=', number)
        .executeTakeFirst();
      return row && parseEvent(row);
    },

    async list(filter, window) {
      const matches = await matchesOf(reads, filter);
      if (matches === undefined) return { items: [], total: 0, isCapped: false };
      return {
        items: await eventsBelow(matches, undefined, window),
        ...(await countMatches(reads, matches)),
      };
    },

    async *walk(filter) {
      const matches = await matchesOf(reads, filter);
      let below: number | undefined;
      while (matches !== undefined) {
        const events = await eventsBelow(matches, below, { skip: 0, top: pieceSize });
        if (events.length > 0) yield events;
        if (events.length < pieceSize) return;
        below = events.at(-1)?.number;
      }
    },
  };
}

interface Window {
  readonly skip: number;
  readonly top: number;
}

/** Links the events of one change to the end of the chain, inside its transaction. Answers the new end. */
export async function appendEvents(
  db: Kysely<Database>,
  head: AuditHead,
  entries: readonly AuditEntry[],
  digest: Digest,
): Promise<AuditHead> {
  if (entries.length === 0) throw new StoreDefect('a change came without its audit event');
  let last = head;
  const rows: AuditEventRow[] = [];
  for (const entry of entries) {
    const event = linkEvent(last, entry, digest);
    const { number, at, kind, text, hash } = event;
    rows.push({
      number,
      at,
      kind,
      text,
      previous_hash: event.previousHash,
      hash,
      ...auditCopyColumns(event),
    });
    last = { number, hash };
  }
  for await (const chunk of chunksOf(rows)) await db.insertInto('audit_events').values(chunk).execute();
  return last;
}

/** No rule is asked of a row: one that somebody edited must be read for the edit to be found. */
export function parseEvent(row: AuditEventRow): AuditEvent {
  return {
    number: row.number,
    at: row.at as Instant,
    kind: row.kind,
    text: row.text,
    previousHash: row.previous_hash,
    hash: row.hash,
    actor: row.actor ?? undefined,
    subjectId: row.subject_id ?? undefined,
    targetKind: row.target_kind ?? undefined,
    targetId: row.target_id ?? undefined,
    credentialId: row.credential_id ?? undefined,
    address: row.address ?? undefined,
    requestId: row.request_id ?? undefined,
  };
}
