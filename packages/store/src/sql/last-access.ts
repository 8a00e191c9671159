import { type Instant, instant, type LastAccessStore, trustId, type UserId } from '@countersign/core';
import { type Kysely, type QueryCreator, sql } from 'kysely';
import type { Database } from '../schema/tables.ts';
import { chunksOf } from './chunks.ts';

/** When accounts were last seen, each trace by one query. */
export function lastAccessStore(reads: Kysely<Database>): LastAccessStore {
  return {
    byCredential: (users) =>
      latestOf(users, (chunk) =>
        reads
          .with('credentials', (db) => credentialsOf(db, chunk))
          .selectFrom(({ selectFrom }) =>
            selectFrom('credentials')
              .innerJoin('credential_uses', 'credential_uses.credential_id', 'credentials.id')
              .select(['user_id', 'last_at'])
              .unionAll(
                selectFrom('credentials')
                  .innerJoin(
                    'earlier_credential_uses',
                    'earlier_credential_uses.credential_id',
                    'credentials.id',
                  )
                  .select(['user_id', 'last_at']),
              )
              .as('uses'),
          )
          .select((row) => ['user_id as user', row.fn.max('last_at').as('at')])
          .groupBy('user_id')
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

function credentialsOf(db: QueryCreator<Database>, users: readonly UserId[]) {
  return db
    .selectFrom('permanent_tokens')
    .select(['id', 'user_id'])
    .where('user_id', 'in', users)
    .unionAll(db.selectFrom('application_passwords').select(['id', 'user_id']).where('user_id', 'in', users))
    .unionAll(db.selectFrom('connections').select(['id', 'user_id']).where('user_id', 'in', users));
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
