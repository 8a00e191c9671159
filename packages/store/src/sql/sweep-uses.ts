import { setImmediate as nextTurn } from 'node:timers/promises';
import { dayMilliseconds, instant, trustId, type UseCount, type UseStore } from '@countersign/core';
import type { Kysely } from 'kysely';
import type { CredentialUseRow, Database, EarlierCredentialUseRow } from '../schema/tables.ts';
import { additionTo } from './latest.ts';
import { byCredential, countOf, mergeUses } from './merge-uses.ts';
import { inTransaction } from './transaction.ts';

/** How many rows are taken in one transaction, beside checks. */
const pieceSize = 500;

/** Forgets days and permissions; of the days each credential keeps the sum, and how it was used last. */
export function useSweep(writes: Kysely<Database>): UseStore['sweep'] {
  // All days are looked through for what is old, and one that is swept gets no more uses: once for each day is enough.
  let sweptBefore: number | undefined;
  return async (beforeDay) => {
    const days = beforeDay === sweptBefore ? 0 : await sweepDays(writes, beforeDay);
    sweptBefore = beforeDay;
    return days + (await sweepPermissions(writes, beforeDay));
  };
}

async function sweepDays(writes: Kysely<Database>, beforeDay: number): Promise<number> {
  let swept = 0;
  let from = '';
  for (;;) {
    const after = from;
    const rows = await inTransaction(writes, async (db) => {
      // What another process takes away at the same time is not answered here, and so not added twice.
      const taken = await takeDays(db, beforeDay, after);
      const sums = mergeUses(taken.map(useOf), byCredential);
      if (sums.length > 0) await addToEarlier(db, sums);
      return taken;
    });
    if (rows.length === 0) return swept;
    swept += rows.length;
    for (const { credential_id } of rows) if (credential_id > from) from = credential_id;
    await nextTurn();
  }
}

function takeDays(
  db: Kysely<Database>,
  beforeDay: number,
  fromCredential: string,
): Promise<readonly CredentialUseRow[]> {
  return db
    .deleteFrom('credential_uses')
    .where(({ eb, refTuple, selectFrom }) =>
      eb(
        refTuple('credential_id', 'service_id', 'day'),
        'in',
        selectFrom('credential_uses')
          .select(['credential_id', 'service_id', 'day'])
          .where('day', '<', beforeDay)
          .where('credential_id', '>=', fromCredential)
          .orderBy('credential_id')
          .limit(pieceSize)
          .$asTuple('credential_id', 'service_id', 'day'),
      ),
    )
    .returningAll()
    .execute();
}

async function addToEarlier(db: Kysely<Database>, sums: readonly UseCount[]): Promise<void> {
  const rows: readonly EarlierCredentialUseRow[] = sums.map((use) => ({
    credential_id: use.credentialId,
    count: countOf(use),
    last_at: use.lastAt,
    address: use.address ?? null,
    user_agent: use.userAgent ?? null,
  }));
  await db
    .insertInto('earlier_credential_uses')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('credential_id').doUpdateSet(additionTo('earlier_credential_uses')),
    )
    .execute();
}

function useOf(row: CredentialUseRow): UseCount {
  return {
    credentialId: trustId(row.credential_id),
    serviceId: trustId(row.service_id),
    day: row.day,
    count: row.count,
    lastAt: instant(row.last_at),
    address: row.address ?? undefined,
    userAgent: row.user_agent ?? undefined,
  };
}

async function sweepPermissions(db: Kysely<Database>, beforeDay: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('credential_permission_uses')
    .where('last_at', '<', beforeDay * dayMilliseconds)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
