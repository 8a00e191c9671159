import { type AuditEntry, type NoticeStore, toldOf } from '@countersign/core';
import type { Kysely } from 'kysely';
import type { Database } from '../schema/tables.ts';
import { parseEvent } from './audit.ts';
import { chunksOf } from './chunks.ts';

export function noticeStore(db: Kysely<Database>): NoticeStore {
  return {
    async listOf(user, { skip, top }) {
      const theirs = db.selectFrom('notices').where('notices.user_id', '=', user);
      const { total } = await theirs
        .select((count) => count.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      const events = await theirs
        .innerJoin('audit_events', 'audit_events.number', 'notices.event_number')
        .selectAll('audit_events')
        .orderBy('notices.event_number', 'desc')
        .limit(top)
        .offset(skip)
        .execute();
      return { items: events.map(parseEvent), total: Number(total) };
    },

    async dismiss(user, event) {
      const gone = await db
        .deleteFrom('notices')
        .where('user_id', '=', user)
        .where('event_number', '=', event)
        .executeTakeFirst();
      return Number(gone.numDeletedRows) === 1;
    },
  };
}

/** Writes down who is told of the events of one change, which were given numbers one after the other. */
export async function appendNotices(
  db: Kysely<Database>,
  lastBefore: number,
  events: readonly AuditEntry[],
): Promise<void> {
  const notices = events.flatMap((event, index) => {
    const user = toldOf(event);
    return user === undefined ? [] : [{ event_number: lastBefore + 1 + index, user_id: user }];
  });
  for await (const chunk of chunksOf(notices)) await db.insertInto('notices').values(chunk).execute();
}
