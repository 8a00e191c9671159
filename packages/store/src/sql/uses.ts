import { dayMilliseconds, type PermissionUseCount, type UseCount, type UseStore } from '@countersign/core';
import type { Kysely } from 'kysely';
import type {
  CredentialPermissionUseRow,
  CredentialUseRow,
  CredentialUseTotalRow,
  Database,
} from '../schema/tables.ts';
import { chunksOf } from './chunks.ts';
import { countRecentFor, countRecentOf, findExercised, findRecentUses, findUses } from './find-uses.ts';
import { countMax, latest, ofLatest, sumOf } from './latest.ts';
import { repeatedInsert } from './repeated-insert.ts';
import { inTransaction } from './transaction.ts';

/** Written beside checks, which wait for no more than this. */
const chunkSize = 50;

/** Use of credentials: totals for the list, days, services and permissions as evidence. Whole batches, all or nothing. */
export function useStore(reads: Kysely<Database>, writes: Kysely<Database>): UseStore {
  const addToDays = repeatedInsert(daysInsert);
  const addToTotals = repeatedInsert(totalsInsert);
  const addToPermissions = repeatedInsert(permissionsInsert);
  return {
    async record(batch, exercised = []) {
      const days = mergeUses(batch, byDay);
      const totals = mergeUses(days, byCredential);
      const permissions = mergeUses(exercised, byPermission);
      await inTransaction(writes, async (db) => {
        for await (const chunk of chunksOf(days.map(dayRow), chunkSize)) await addToDays(db, chunk);
        for await (const chunk of chunksOf(totals.map(totalRow), chunkSize)) await addToTotals(db, chunk);
        for await (const chunk of chunksOf(permissions.map(permissionRow), chunkSize))
          await addToPermissions(db, chunk);
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
  order: (one: Use, other: Use) => number,
): readonly Use[] {
  const merged: Use[] = [];
  for (const use of batch.toSorted(order)) {
    const last = merged.at(-1);
    if (last === undefined || order(last, use) !== 0) merged.push(use);
    else {
      const newest = use.lastAt >= last.lastAt ? use : last;
      merged[merged.length - 1] = { ...newest, count: use.count + last.count };
    }
  }
  return merged;
}

function byCredential(one: UseCount, other: UseCount): number {
  return compare(one.credentialId, other.credentialId);
}

function byDay(one: UseCount, other: UseCount): number {
  return byCredential(one, other) || compare(one.serviceId, other.serviceId) || one.day - other.day;
}

function byPermission(one: PermissionUseCount, other: PermissionUseCount): number {
  return (
    compare(one.credentialId, other.credentialId) ||
    compare(one.serviceId, other.serviceId) ||
    compare(one.permission, other.permission)
  );
}

function compare(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

function daysInsert(db: Kysely<Database>, rows: readonly CredentialUseRow[]) {
  return db
    .insertInto('credential_uses')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['credential_id', 'service_id', 'day']).doUpdateSet(additionTo('credential_uses')),
    );
}

function totalsInsert(db: Kysely<Database>, rows: readonly CredentialUseTotalRow[]) {
  return db
    .insertInto('credential_use_totals')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('credential_id').doUpdateSet(additionTo('credential_use_totals')),
    );
}

function permissionsInsert(db: Kysely<Database>, rows: readonly CredentialPermissionUseRow[]) {
  const table = 'credential_permission_uses';
  return db
    .insertInto(table)
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['credential_id', 'service_id', 'permission'])
        .doUpdateSet({ count: sumOf(table), last_at: latest(table) }),
    );
}

function dayRow(use: UseCount): CredentialUseRow {
  return {
    service_id: use.serviceId,
    day: use.day,
    credential_id: use.credentialId,
    count: countOf(use),
    last_at: use.lastAt,
    address: use.address ?? null,
    user_agent: use.userAgent ?? null,
  };
}

function totalRow(use: UseCount): CredentialUseTotalRow {
  return {
    credential_id: use.credentialId,
    count: countOf(use),
    last_at: use.lastAt,
    address: use.address ?? null,
    user_agent: use.userAgent ?? null,
  };
}

function countOf({ count }: { readonly count: number }): number {
  return Math.min(countMax, count);
}

function permissionRow(use: PermissionUseCount): CredentialPermissionUseRow {
  return {
    credential_id: use.credentialId,
    service_id: use.serviceId,
    permission: use.permission,
    count: countOf(use),
    last_at: use.lastAt,
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
