import {
  type CredentialId,
  type CredentialUse,
  instant,
  type PermissionKey,
  type PermissionUse,
  type RecentUse,
  type ServiceId,
  trustId,
  type UserId,
} from '@countersign/core';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../schema/tables.ts';
import { chunksOf } from './chunks.ts';
import { countMax, sumByCredential, sumOfAll } from './latest.ts';

/**
 * What is known of each credential's use; credentials that were never used are not in the answer. In one statement: what
 * is swept meanwhile counts once.
 */
export async function findUses(
  db: Kysely<Database>,
  ids: readonly CredentialId[],
): Promise<ReadonlyMap<CredentialId, CredentialUse>> {
  const uses = new Map<CredentialId, CredentialUse>();
  for await (const chunk of chunksOf(ids)) {
    const rows = await sumsOfDays(db, chunk).unionAll(earlierUses(db, chunk)).execute();
    for (const { credential_id, count, last_at, address, user_agent } of rows) {
      const id = trustId<CredentialId>(credential_id);
      const known = uses.get(id);
      const use = {
        count: Math.min(countMax, count + (known?.count ?? 0)),
        lastAt: instant(last_at),
        lastAddress: address ?? undefined,
        lastUserAgent: user_agent ?? undefined,
      };
      uses.set(id, known !== undefined && known.lastAt >= use.lastAt ? { ...known, count: use.count } : use);
    }
  }
  return uses;
}

/** Of the days that are kept: for each credential the sum, and how it was used last. */
function sumsOfDays(db: Kysely<Database>, ids: readonly string[]) {
  return db
    .selectFrom(usesLatestFirst(db).where('credential_id', 'in', ids).as('latest_first'))
    .select(['credential_id', 'count', 'last_at', 'address', 'user_agent'])
    .where('place', '=', 1);
}

function earlierUses(db: Kysely<Database>, ids: readonly string[]) {
  return db
    .selectFrom('earlier_credential_uses')
    .select(['credential_id', 'count', 'last_at', 'address', 'user_agent'])
    .where('credential_id', 'in', ids);
}

/** Uses by day and service, each with the sum of its credential's counts, and its place among them: 1 is the latest. */
function usesLatestFirst(db: Kysely<Database>) {
  return db.selectFrom('credential_uses').select(({ fn }) => [
    'credential_id',
    'last_at',
    'address',
    'user_agent',
    sumByCredential.as('count'),
    fn
      .agg<number>('row_number')
      .over((over) => over.partitionBy('credential_id').orderBy('last_at', 'desc').orderBy('service_id'))
      .as('place'),
  ]);
}

/** Use since a day: how much, for which services (most used first), from how many addresses. */
export async function findRecentUses(
  db: Kysely<Database>,
  ids: readonly CredentialId[],
  sinceDay: number,
): Promise<ReadonlyMap<CredentialId, RecentUse>> {
  const recent = new Map<CredentialId, RecentUse>();
  for await (const chunk of chunksOf(ids)) {
    const addresses = await countAddresses(db, chunk, sinceDay);
    for (const { credential_id, service_id, count } of await countByService(db, chunk, sinceDay)) {
      const id = trustId<CredentialId>(credential_id);
      const known = recent.get(id);
      recent.set(id, {
        count: count + (known?.count ?? 0),
        addresses: addresses.get(credential_id) ?? 0,
        services: [...(known?.services ?? []), { serviceId: trustId<ServiceId>(service_id), count }],
      });
    }
  }
  return recent;
}

/** The permissions that each credential exercised, the latest first. */
export async function findExercised(
  db: Kysely<Database>,
  ids: readonly CredentialId[],
): Promise<ReadonlyMap<CredentialId, readonly PermissionUse[]>> {
  const exercised = new Map<CredentialId, PermissionUse[]>();
  for await (const chunk of chunksOf(ids)) {
    const query = db
      .selectFrom('credential_permission_uses')
      .selectAll()
      .where('credential_id', 'in', chunk)
      .orderBy('last_at', 'desc')
      .orderBy('permission')
      .orderBy('service_id');
    for (const row of await query.execute()) {
      const id = trustId<CredentialId>(row.credential_id);
      const uses = exercised.get(id) ?? [];
      exercised.set(id, uses);
      uses.push({
        serviceId: trustId(row.service_id),
        permission: row.permission as PermissionKey,
        count: row.count,
        lastAt: instant(row.last_at),
      });
    }
  }
  return exercised;
}

/** How often any credential was used for a service since a day. */
export async function countRecentFor(
  db: Kysely<Database>,
  service: ServiceId,
  sinceDay: number,
): Promise<number> {
  const { total } = await db
    .selectFrom('credential_uses')
    .where('service_id', '=', service)
    .where('day', '>=', sinceDay)
    .select(sumOfAll.as('total'))
    .executeTakeFirstOrThrow();
  return Number(total);
}

/** How often the tokens, application passwords and connections of a user that are not revoked were used since a day. */
export async function countRecentOf(db: Kysely<Database>, user: UserId, sinceDay: number): Promise<number> {
  const credentials = db
    .selectFrom('permanent_tokens')
    .select('id')
    .where('user_id', '=', user)
    .where('state', '!=', 'revoked')
    .unionAll(
      db
        .selectFrom('application_passwords')
        .select('id')
        .where('user_id', '=', user)
        .where('state', '!=', 'revoked'),
    )
    .unionAll(
      db.selectFrom('connections').select('id').where('user_id', '=', user).where('state', '!=', 'revoked'),
    );
  const { total } = await db
    .selectFrom('credential_uses')
    .where('credential_id', 'in', credentials)
    .where('day', '>=', sinceDay)
    .select(sumOfAll.as('total'))
    .executeTakeFirstOrThrow();
  return Number(total);
}

function countByService(db: Kysely<Database>, ids: readonly string[], sinceDay: number) {
  return db
    .selectFrom('credential_uses')
    .select(['credential_id', 'service_id', sql<number>`cast(sum(count) as bigint)`.as('count')])
    .where('credential_id', 'in', ids)
    .where('day', '>=', sinceDay)
    .groupBy(['credential_id', 'service_id'])
    .orderBy(sql`3`, 'desc')
    .orderBy('service_id')
    .execute();
}

async function countAddresses(
  db: Kysely<Database>,
  ids: readonly string[],
  sinceDay: number,
): Promise<ReadonlyMap<string, number>> {
  const found = await db
    .selectFrom('credential_uses')
    .select(['credential_id', sql<number>`count(distinct address)`.as('addresses')])
    .where('credential_id', 'in', ids)
    .where('day', '>=', sinceDay)
    .groupBy('credential_id')
    .execute();
  return new Map(found.map((row) => [row.credential_id, row.addresses]));
}
