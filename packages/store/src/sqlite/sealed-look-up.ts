import type { DatabaseSync } from 'node:sqlite';
import { type SealedTable, sealedColumns } from '../schema/sealed-columns.ts';
import type { Database } from '../schema/tables.ts';
import { failureOf } from './failure.ts';

/** The tables in which a credential is looked up by the digest of what was presented. */
type CredentialTable = Extract<
  SealedTable,
  'permanent_tokens' | 'application_passwords' | 'access_tokens' | 'service_tokens'
>;

/**
 * Looks up a row by the digest of a secret, as every check does that meets a credential for the first time. The row is
 * brought over as one JSON text: its columns one by one cost more than finding it. A number beyond 2^53, which only a
 * foreign hand writes, comes out as another one, and then the seal does not fit.
 */
export function sealedLookUp<Table extends CredentialTable>(
  database: DatabaseSync,
  table: Table,
  onQuery: ((sql: string) => void) | undefined,
): (hash: string) => Database[Table] | undefined {
  const columns = [...sealedColumns[table], 'mac', 'mac_key'];
  const sql = `select json_array(${columns.join(', ')}) from ${table} where hash = ?`;
  const statement = database.prepare(sql);
  statement.setReturnArrays(true);

  return (hash) => {
    onQuery?.(sql);
    try {
      const found = statement.get(hash) as unknown as readonly [string] | undefined;
      return found && rowOf<Database[Table]>(columns, JSON.parse(found[0]));
    } catch (error) {
      throw failureOf(error);
    }
  };
}

function rowOf<Row>(columns: readonly string[], values: readonly unknown[]): Row {
  const row: Record<string, unknown> = {};
  for (let index = 0; index < columns.length; index++) row[columns[index] as string] = values[index];
  return row as Row;
}
