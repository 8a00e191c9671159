import { type Instant, instant, type LastAccessStore, trustId, type UserId } from '@countersign/core';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../schema/tables.ts';
import { chunksOf } from './chunks.ts';

/** When accounts were last seen, each trace by one query. */
export function lastAccessStore(reads: Kysely<Database>): LastAccessStore {
  return {
    byCredential: (users) =>
      latestOf(users, (chunk) =>
        reads
          .selectFrom(
            reads
              .selectFrom('permanent_tokens')
              .select(['id', 'user_id'])
              .where('user_id', 'in', chunk)
              .unionAll(
                reads
                  .selectFrom('application_passwords')
                  .select(['id', 'user_id'])
                  .where('user_id', 'in', chunk),
              )
              .unionAll(
                reads.selectFrom('connections').select(['id', 'user_id']).where('user_id', 'in', chunk),
              )
              .as('credentials'),
          )
          .innerJoin('credential_use_totals', 'credential_use_totals.credential_id', 'credentials.id')
          .select((row) => ['credentials.user_id as user', row.fn.max('last_at').as('at')])
          .groupBy('credentials.user_id')
          .execute(),
      ),

    bySession: (users) =>
      latestOf(users, (chunk) =>
        reads
          .selectFrom('sessions')
          .innerJoin('session_uses', 'session_uses.session_id', 'sessions.id')
          .select((row) => ['sessions.user_id as user', row.fn.max('last_at').as('at')])
          .where('sessions.user_id', 'in', chunk)
          .groupBy('sessions.user_id')
          .execute(),
      ),

    bySignIn: (users) =>
      latestOf(users, (chunk) =>
        reads
          .selectFrom('audit_events')
          .select((row) => ['subject_id as user', row.fn.max('at').as('at')])
          // The literal, and no parameter: the index is over these events alone.
          .where(sql<boolean>`kind = 'session.started'`)
          .where('subject_id', 'in', chunk)
          .groupBy('subject_id')
          .execute(),
      ),
  };
}

async function latestOf(
  users: readonly UserId[],
  find: (
    chunk: readonly UserId[],
  ) => Promise<readonly { readonly user: string | null; readonly at: number }[]>,
): Promise<ReadonlyMap<UserId, Instant>> {
  const latest = new Map<UserId, Instant>();
  for await (const chunk of chunksOf(users)) {
    for (const { user, at } of await find(chunk)) if (user !== null) latest.set(trustId(user), instant(at));
  }
  return latest;
}
