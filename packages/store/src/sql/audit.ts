import {
  type AuditEntry,
  type AuditEvent,
  type AuditHead,
  type AuditLog,
  type Digest,
  genesis,
  instant,
  linkEvent,
} from '@countersign/core';
import type { Kysely } from 'kysely';
import { StoreDefect } from '../failures.ts';
import type { AuditEventRow, Database } from '../schema/tables.ts';

/** The log as readers see it. */
export function auditLog(reads: Kysely<Database>): AuditLog {
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
  };
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
    rows.push({ number, at, kind, text, previous_hash: event.previousHash, hash });
    last = { number, hash };
  }
  await db.insertInto('audit_events').values(rows).execute();
  return last;
}

function parseEvent(row: AuditEventRow): AuditEvent {
  return {
    number: row.number,
    at: instant(row.at),
    kind: row.kind,
    text: row.text,
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}
