import { type Digest, ok, type Recorded, type Tables, type Transactor } from '@countersign/core';
import type { Kysely } from 'kysely';
import type { AuthorityHeadRow, Database } from '../schema/tables.ts';
import { appendEvents } from './audit.ts';
import { appendChanges } from './changes.ts';
import { CommitGroups } from './commit-group.ts';
import { putHead, takeHead } from './head.ts';
import { appendNotices } from './notices.ts';
import type { SealedRows } from './seal-row.ts';
import { tablesOn } from './tables-on.ts';

/**
 * The one door to a write. Whoever changes anything first has the head of the authority and keeps it until the
 * commit: on PostgreSQL by locking the row, on SQLite by beginning as the writer. So changes happen one after the
 * other, what a change has checked still holds when it writes, and numbers and audit events are in the order
 * of commits without a gap. Changes that wait share a commit, and hand the head on from one to the next.
 */
export function openChange(ports: {
  readonly writes: Kysely<Database>;
  /** Whether rows can and must be locked one by one; SQLite's writer is alone anyway. */
  readonly locksRows: boolean;
  readonly rows: SealedRows;
  readonly digest: Digest;
}): Transactor<Tables>['change'] {
  const groups = new CommitGroups<AuthorityHeadRow>(ports.writes, {
    take: (db) => takeHead(db, ports.locksRows),
    put: putHead,
  });
  return (work) =>
    groups.join(async (db, head) => {
      const result = await work(tablesOn(db, ports.rows));
      if (!result.ok) return result;
      return ok({ value: result.value.value, head: await record(db, head, result.value, ports.digest) });
    });
}

/** Appends what a change says of itself to the logs. Answers the head after it. */
async function record(
  db: Kysely<Database>,
  head: AuthorityHeadRow,
  { events, touched }: Recorded<unknown>,
  digest: Digest,
): Promise<AuthorityHeadRow> {
  const log = { number: head.audit_number, hash: head.audit_hash };
  const audit = await appendEvents(db, log, events, digest);
  await appendNotices(db, head.audit_number, events);
  return {
    ...head,
    change_number: await appendChanges(db, head.change_number, touched),
    audit_number: audit.number,
    audit_hash: audit.hash,
  };
}
