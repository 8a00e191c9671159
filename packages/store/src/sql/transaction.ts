import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../schema/tables.ts';

/**
 * Runs work in one transaction. Commits what `isKept` says yes to, rolls back what it says no to and everything
 * that throws; resolves with success only after a commit that the engine confirmed.
 */
export async function inTransaction<Value>(
  db: Kysely<Database>,
  work: (transaction: Transaction<Database>) => Promise<Value>,
  isKept: (value: Value) => boolean = () => true,
): Promise<Value> {
  const transaction = await db.startTransaction().execute();
  try {
    const value = await work(transaction);
    await (isKept(value) ? transaction.commit() : transaction.rollback()).execute();
    return value;
  } catch (error) {
    if (!transaction.isRolledBack) await transaction.rollback().execute();
    throw error;
  }
}
