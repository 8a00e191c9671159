import { readFileSync } from 'node:fs';
import type { Client } from 'pg';

/**
 * How many transactions were committed, as the database's own log has it: what is counted is what a crash would
 * bring back, and not what somebody asked for.
 */
export type CountCommits = () => Promise<number>;

const walHeaderBytes = 32;
const frameHeaderBytes = 24;

/** The last page of a transaction is marked in the log (https://www.sqlite.org/fileformat2.html §4.1). */
export function countCommitsOfSqlite(file: string): number {
  const wal = readFileSync(`${file}-wal`);
  if (wal.length === 0) return 0;
  const frameBytes = frameHeaderBytes + wal.readUInt32BE(8);
  const salts = wal.subarray(16, 24);
  let commits = 0;
  for (let at = walHeaderBytes; at + frameBytes <= wal.length; at += frameBytes) {
    const isOfThisLog = wal.subarray(at + 8, at + 16).equals(salts);
    if (isOfThisLog && wal.readUInt32BE(at + 4) > 0) commits += 1;
  }
  return commits;
}

/** Counts from the first call on; on a server where nobody else writes. */
export function countCommitsOfPostgres(operator: () => Promise<Client>): CountCommits {
  let start: Promise<string> | undefined;
  return async () => {
    const client = await operator();
    start ??= beginOf(client);
    const { rows } = await client.query(
      `select count(*) as commits from pg_get_wal_records_info($1, pg_current_wal_flush_lsn())
        where resource_manager = 'Transaction' and record_type = 'COMMIT'`,
      [await start],
    );
    return rows[0].commits;
  };
}

async function beginOf(client: Client): Promise<string> {
  // Its own commit is the first record in sight, so that there always is one.
  const { rows } = await client.query('select pg_current_wal_flush_lsn()::text as lsn');
  await client.query('create extension pg_walinspect');
  return rows[0].lsn;
}
