import { copiesOf } from '@countersign/core';
import type { Migration } from '../schema/migration.ts';
import { auditCopyColumns } from '../sql/audit-copies.ts';

/** How many events are read and written at once while the columns are filled. */
const pieceSize = 500;

/**
 * Columns by which the audit log is searched: copies of what each event's text says. Each index ends in the
 * number, so that the newest events that fit are read off its end, however many there are.
 *
 * The copies of events that are there already are read from their texts by the same rule that verification holds
 * them to. JSON functions would not do: PostgreSQL's refuse texts that hold an escaped NUL or half a character,
 * and a text that somebody damaged must not keep the authority from starting.
 */
export const auditSearch: Migration = {
  name: '0003-audit-search',
  statements: ({ text }) => [
    `alter table audit_events add column actor ${text}`,
    `alter table audit_events add column subject_id ${text}`,
    `alter table audit_events add column target_kind ${text}`,
    `alter table audit_events add column target_id ${text}`,
    `alter table audit_events add column credential_id ${text}`,
    `alter table audit_events add column address ${text}`,
    `alter table audit_events add column request_id ${text}`,
    'create index audit_events_by_time on audit_events (at, number)',
    'create index audit_events_by_kind on audit_events (kind, number)',
    'create index audit_events_by_actor on audit_events (actor, number)',
    'create index audit_events_by_target_kind on audit_events (target_kind, number)',
    'create index audit_events_by_request on audit_events (request_id, number)',
    `create index audit_events_by_subject on audit_events (subject_id, number)
      where subject_id is not null`,
    `create index audit_events_by_target on audit_events (target_id, number)
      where target_id is not null`,
    `create index audit_events_by_credential on audit_events (credential_id, number)
      where credential_id is not null`,
    `create index audit_events_by_address on audit_events (address, number)
      where address is not null`,
  ],
  async fill(db) {
    for (let last = 0; ; ) {
      const rows = await db
        .selectFrom('audit_events')
        .selectAll()
        .where('number', '>', last)
        .orderBy('number')
        .limit(pieceSize)
        .execute();
      const newest = rows.at(-1);
      if (newest === undefined) return;
      last = newest.number;
      const filled = rows.flatMap((row) => {
        const copies = copiesOf(row.text);
        return copies === undefined ? [] : [{ ...row, ...auditCopyColumns(copies) }];
      });
      if (filled.length === 0) continue;
      await db
        .insertInto('audit_events')
        .values(filled)
        .onConflict((conflict) =>
          conflict.column('number').doUpdateSet((row) => ({
            actor: row.ref('excluded.actor'),
            subject_id: row.ref('excluded.subject_id'),
            target_kind: row.ref('excluded.target_kind'),
            target_id: row.ref('excluded.target_id'),
            credential_id: row.ref('excluded.credential_id'),
            address: row.ref('excluded.address'),
            request_id: row.ref('excluded.request_id'),
          })),
        )
        .execute();
    }
  },
};
