import type { Kysely } from 'kysely';
import { StoreDefect } from '../failures.ts';
import type { AuthorityHeadRow, Database } from '../schema/tables.ts';

/**
 * Takes the head of the authority, for whoever changes facts, until their transaction ends. Where facts were written that
 * no change accounts for, one number stays out of the log: whoever meets the gap knows that the log has not all of it.
 */
export async function takeHead(db: Kysely<Database>, locksRows: boolean): Promise<AuthorityHeadRow> {
  const query = db.selectFrom('authority_head').selectAll();
  const head = await (locksRows ? query.forUpdate() : query).executeTakeFirst();
  if (head === undefined) throw new StoreDefect('the head of the authority is missing');
  const isAccountedFor = head.facts_mark === head.facts_accounted;
  return isAccountedFor ? head : { ...head, change_number: head.change_number + 1 };
}

/** Puts it back as a change left it, and accounts for what was written to facts until now. */
export async function putHead(db: Kysely<Database>, head: AuthorityHeadRow): Promise<void> {
  const { change_number, audit_number, audit_hash } = head;
  await db
    .updateTable('authority_head')
    .set((row) => ({ change_number, audit_number, audit_hash, facts_accounted: row.ref('facts_mark') }))
    .execute();
}
