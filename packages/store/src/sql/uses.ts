import { dayMilliseconds, type PermissionUseCount, type UseCount, type UseStore } from '@countersign/core';
import type { Kysely } from 'kysely';
import type { Database } from '../schema/tables.ts';
import { chunksOf } from './chunks.ts';
import { countRecentFor, countRecentOf, findExercised, findRecentUses, findUses } from './find-uses.ts';
import { countMax, latest, ofLatest, sumOf } from './latest.ts';
import { inTransaction } from './transaction.ts';

/** Written beside checks, which wait for no more than this. */
const chunkSize = 50;

/** Use of credentials: totals for the list, days, services and permissions as evidence. Whole batches, all or nothing. */
export function useStore(reads: Kysely<Database>, writes: Kysely<Database>): UseStore {
  return {
    async record(batch, exercised = []) {
      const days = mergeUses(batch, (use) => JSON.stringify([use.credentialId, use.serviceId, use.day]));
      const totals = mergeUses(batch, (use) => use.credentialId);
      const permissions = mergeUses(exercised, (use) =>
        JSON.stringify([use.credentialId, use.serviceId, use.permission]),
      );
      await inTransaction(writes, async (db) => {
        for await (const chunk of chunksOf(days, chunkSize)) await addToDays(db, chunk);
        for await (const chunk of chunksOf(totals, chunkSize)) await addToTotals(db, chunk);
        for await (const chunk of chunksOf(permissions, chunkSize)) await addToPermissions(db, chunk);
      });
    },
    sweep: (beforeDay) =>
      inTransaction(writes, async (db) => {
        const days = await db.deleteFrom('credential_uses').where('day', '<', beforeDay).executeTakeFirst();
        const permissions = await db
          .deleteFrom('credential_permission_uses')
          .where('last_at', '<', beforeDay * dayMilliseconds)
          .executeTakeFirst();
        return Number(days.numDeletedRows) + Number(permissions.numDeletedRows);
      }),
    find: (ids) => findUses(reads, ids),
    findExercised: (ids) => findExercised(reads, ids),
    countRecentFor: (service, sinceDay) => countRecentFor(reads, service, sinceDay),
    countRecentOf: (user, sinceDay) => countRecentOf(reads, user, sinceDay),
    findRecent: (ids, sinceDay) => findRecentUses(reads, ids, sinceDay),
  };
}

/** One entry for each row, in one order everywhere: no statement meets a row twice, no two nodes wait in a ring. */
function mergeUses<Use extends Pick<UseCount, 'count' | 'lastAt'>>(
  batch: readonly Use[],
  keyOf: (use: Use) => string,
): readonly Use[] {
  const merged = new Map<string, Use>();
  for (const use of batch) {
    const known = merged.get(keyOf(use));
    const newest = known === undefined || use.lastAt >= known.lastAt ? use : known;
    merged.set(keyOf(use), { ...newest, count: Math.min(countMax, use.count + (known?.count ?? 0)) });
  }
  return [...merged].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, use]) => use);
}

async function addToDays(db: Kysely<Database>, uses: readonly UseCount[]): Promise<void> {
  await db
    .insertInto('credential_uses')
    .values(uses.map((use) => ({ service_id: use.serviceId, day: use.day, ...totalOf(use) })))
    .onConflict((conflict) =>
      conflict.columns(['credential_id', 'service_id', 'day']).doUpdateSet(additionTo('credential_uses')),
    )
    .execute();
}

async function addToTotals(db: Kysely<Database>, uses: readonly UseCount[]): Promise<void> {
  await db
    .insertInto('credential_use_totals')
    .values(uses.map(totalOf))
    .onConflict((conflict) =>
      conflict.column('credential_id').doUpdateSet(additionTo('credential_use_totals')),
    )
    .execute();
}

async function addToPermissions(db: Kysely<Database>, uses: readonly PermissionUseCount[]): Promise<void> {
  const table = 'credential_permission_uses';
  await db
    .insertInto(table)
    .values(
      uses.map(({ credentialId, serviceId, permission, count, lastAt }) => ({
        credential_id: credentialId,
        service_id: serviceId,
        permission,
        count,
        last_at: lastAt,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['credential_id', 'service_id', 'permission'])
        .doUpdateSet({ count: sumOf(table), last_at: latest(table) }),
    )
    .execute();
}

function totalOf(use: UseCount) {
  return {
    credential_id: use.credentialId,
    count: use.count,
    last_at: use.lastAt,
    address: use.address ?? null,
    user_agent: use.userAgent ?? null,
  };
}

function additionTo(table: 'credential_uses' | 'credential_use_totals') {
  return {
    count: sumOf(table),
    last_at: latest(table),
    address: ofLatest(table, 'address'),
    user_agent: ofLatest(table, 'user_agent'),
  };
}
