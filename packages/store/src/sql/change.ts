import { type Digest, ok, type Tables, type Transactor } from '@countersign/core';
import type { Kysely } from 'kysely';
import { StoreDefect } from '../failures.ts';
import type { AuthorityHeadRow, Database } from '../schema/tables.ts';
import { appendEvents } from './audit.ts';
import { appendChanges } from './changes.ts';
import { appendNotices } from './notices.ts';
import type { SealedRows } from './seal-row.ts';
import { tablesOn } from './tables-on.ts';
import { inTransaction } from './transaction.ts';

/**
 * The one door to a write. Every change first takes the head of the authority and keeps it until its commit:
 * on PostgreSQL by locking the row, on SQLite by beginning as the writer. So changes happen one after the
 * other, what a change has checked still holds when it writes, and numbers and audit events are in the order
 * of commits without a gap.
 */
export function openChange(ports: {
  readonly writes: Kysely<Database>;
  /** Whether rows can and must be locked one by one; SQLite's writer is alone anyway. */
  readonly locksRows: boolean;
  readonly rows: SealedRows;
  readonly digest: Digest;
}): Transactor<Tables>['change'] {
  return (work) =>
    inTransaction(
      ports.writes,
      async (db) => {
        const head = await takeHead(db, ports.locksRows);
        const result = await work(tablesOn(db, ports.rows));
        if (!result.ok) return result;
        const { value, events, touched } = result.value;
        const log = { number: head.audit_number, hash: head.audit_hash };
        const audit = await appendEvents(db, log, events, ports.digest);
        await appendNotices(db, head.audit_number, events);
        await db
          .updateTable('authority_head')
          .set({
            change_number: await appendChanges(db, head.change_number, touched),
            audit_number: audit.number,
            audit_hash: audit.hash,
          })
          .execute();
        return ok(value);
      },
      (result) => result.ok,
    );
}

async function takeHead(db: Kysely<Database>, locksRows: boolean): Promise<AuthorityHeadRow> {
  const query = db.selectFrom('authority_head').selectAll();
  const head = await (locksRows ? query.forUpdate() : query).executeTakeFirst();
  if (head === undefined) throw new StoreDefect('the head of the authority is missing');
  return head;
}
