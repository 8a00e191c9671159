import {
  instant,
  mergeRefusedRedirects,
  type RefusedRedirect,
  type RefusedRedirectBook,
  type RefusedRedirectStore,
  type ServiceId,
  trustId,
} from '@countersign/core';
import type { Kysely } from 'kysely';
import type { Database, RefusedRedirectRow } from '../schema/tables.ts';
import { inTransaction } from './transaction.ts';

export function refusedRedirectStore(db: Kysely<Database>): RefusedRedirectStore {
  return {
    list: (service, since) => listOf(db, service, since),
    async delete(service, id) {
      await db
        .deleteFrom('refused_redirects')
        .where('service_id', '=', service)
        .where('id', '=', id)
        .execute();
    },
  };
}

export function refusedRedirectBook(writes: Kysely<Database>): RefusedRedirectBook {
  return {
    async record(noted) {
      // In one order everywhere: no two nodes wait in a ring.
      const ordered = [...noted].sort(([a], [b]) => (a < b ? -1 : 1));
      for (const [service, batch] of ordered)
        await inTransaction(writes, (db) => recordOf(db, service, batch));
    },

    sweep: (before) =>
      inTransaction(writes, async (db) => {
        const swept = await db
          .deleteFrom('refused_redirects')
          .where('tried_at', '<', before)
          .executeTakeFirst();
        return Number(swept.numDeletedRows);
      }),
  };
}

async function recordOf(
  db: Kysely<Database>,
  service: ServiceId,
  noted: readonly RefusedRedirect[],
): Promise<void> {
  const isThere = await db.selectFrom('services').select('id').where('id', '=', service).executeTakeFirst();
  if (isThere === undefined) return;
  const known = await listOf(db, service, instant(0));
  const kept = mergeRefusedRedirects(known, noted);
  const uris = new Set(kept.map(({ uri }) => uri));
  const gone = known.map(({ uri }) => uri).filter((uri) => !uris.has(uri));
  if (gone.length > 0)
    await db
      .deleteFrom('refused_redirects')
      .where('service_id', '=', service)
      .where('uri', 'in', gone.sort())
      .execute();
  for (const one of [...kept].sort((a, b) => (a.uri < b.uri ? -1 : 1))) {
    const { service_id, uri, id, ...rest } = rowOf(service, one);
    await db
      .insertInto('refused_redirects')
      .values({ service_id, uri, id, ...rest })
      .onConflict((conflict) => conflict.columns(['service_id', 'uri']).doUpdateSet(rest))
      .execute();
  }
}

async function listOf(db: Kysely<Database>, service: ServiceId, since: number) {
  const rows = await db
    .selectFrom('refused_redirects')
    .selectAll()
    .where('service_id', '=', service)
    .where('tried_at', '>=', since)
    .orderBy('tried_at', 'desc')
    .orderBy('uri')
    .execute();
  return rows.map(parse);
}

function parse(row: RefusedRedirectRow): RefusedRedirect {
  return {
    id: trustId(row.id),
    uri: row.uri,
    isVerbatim: row.verbatim === 1,
    count: row.count,
    triedAt: instant(row.tried_at),
    triedFrom: row.tried_from ?? undefined,
    firstFrom: row.first_from ?? undefined,
  };
}

function rowOf(service: ServiceId, refused: RefusedRedirect): RefusedRedirectRow {
  return {
    service_id: service,
    uri: refused.uri,
    id: refused.id,
    verbatim: refused.isVerbatim ? 1 : 0,
    count: refused.count,
    tried_at: refused.triedAt,
    tried_from: refused.triedFrom ?? null,
    first_from: refused.firstFrom ?? null,
  };
}
