import type { PermissionUseCount, UseCount, UseStore } from '@countersign/core';
import type { Kysely } from 'kysely';
import type { CredentialPermissionUseRow, CredentialUseRow, Database } from '../schema/tables.ts';
import { chunksOf } from './chunks.ts';
import { countRecentFor, countRecentOf, findExercised, findRecentUses, findUses } from './find-uses.ts';
import { additionTo, latest, sumOf } from './latest.ts';
import { byDay, byPermission, countOf, mergeUses } from './merge-uses.ts';
import { repeatedInsert } from './repeated-insert.ts';
import { useSweep } from './sweep-uses.ts';
import { inTransaction } from './transaction.ts';

/** Written beside checks, which wait for no more than this. */
const chunkSize = 50;

/**
 * Use of credentials, by day, service and permission; of days that are swept only the sum is kept. Whole batches, all or
 * nothing.
 */
export function useStore(reads: Kysely<Database>, writes: Kysely<Database>): UseStore {
  const addToDays = repeatedInsert(daysInsert);
  const addToPermissions = repeatedInsert(permissionsInsert);
  return {
    async record(batch, exercised = []) {
      const days = mergeUses(batch, byDay);
      const permissions = mergeUses(exercised, byPermission);
      await inTransaction(writes, async (db) => {
        for await (const chunk of chunksOf(days.map(dayRow), chunkSize)) await addToDays(db, chunk);
        for await (const chunk of chunksOf(permissions.map(permissionRow), chunkSize))
          await addToPermissions(db, chunk);
      });
    },
    sweep: useSweep(writes),
    find: (ids) => findUses(reads, ids),
    findExercised: (ids) => findExercised(reads, ids),
    countRecentFor: (service, sinceDay) => countRecentFor(reads, service, sinceDay),
    countRecentOf: (user, sinceDay) => countRecentOf(reads, user, sinceDay),
    findRecent: (ids, sinceDay) => findRecentUses(reads, ids, sinceDay),
  };
}

function daysInsert(db: Kysely<Database>, rows: readonly CredentialUseRow[]) {
  return db
    .insertInto('credential_uses')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['credential_id', 'service_id', 'day']).doUpdateSet(additionTo('credential_uses')),
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

function permissionRow(use: PermissionUseCount): CredentialPermissionUseRow {
  return {
    credential_id: use.credentialId,
    service_id: use.serviceId,
    permission: use.permission,
    count: countOf(use),
    last_at: use.lastAt,
  };
}
