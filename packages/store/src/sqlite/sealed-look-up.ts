import type { DatabaseSync } from 'node:sqlite';
import { type SealedTable, sealedColumns } from '../schema/sealed-columns.ts';
import type { Database } from '../schema/tables.ts';
import type { Asked, SealedRows } from '../sql/seal-row.ts';
import { failureOf } from './failure.ts';

/** The tables in which a credential is looked up by the digest of what was presented. */
type CredentialTable = Extract<
  SealedTable,
  'permanent_tokens' | 'application_passwords' | 'access_tokens' | 'service_tokens'
>;

/**
 * Looks up a row by the digest of a secret, as every check does that meets a credential for the first time. The row is
 * brought over as one JSON text: its columns one by one cost more than finding it, and the text is what its seal is over.
 * A number beyond 2^53, which only a foreign hand writes, comes out rounded: no such number is ever sealed.
 */
export function sealedLookUp<Table extends CredentialTable>(
  database: DatabaseSync,
  rows: SealedRows,
  table: Table,
  onQuery: ((sql: string) => void) | undefined,
): (hash: string) => Database[Table] | undefined {
  const columns = sealedColumns[table].join(', ');
  const sql = `select json_array(mac_key, ${columns}), mac from ${table} where hash = ?`;
  const statement = database.prepare(sql);
  statement.setReturnArrays(true);

  return (hash) => {
    onQuery?.(sql);
    const found = read(hash);
    return found && rows.openList(table, ...found, { hash } as Asked<Table>);
  };

  function read(hash: string): readonly [list: string, mac: string] | undefined {
    try {
      return statement.get(hash) as unknown as readonly [string, string] | undefined;
    } catch (error) {
      throw failureOf(error);
    }
  }
}
