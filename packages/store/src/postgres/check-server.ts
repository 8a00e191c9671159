import type { ClientBase } from 'pg';
import { StoreUnavailable, UnsafeSetting } from '../failures.ts';
import type { ServerLink } from './server-link.ts';

interface ServerRow {
  readonly fsync: string;
  readonly full_page_writes: string;
  readonly synchronous_commit: string;
  readonly server_encoding: string;
  readonly timeline: string | null;
}

/** Which life of the database the server leads; null in recovery, where it has none of its own. */
export const timelineSql = `case when pg_is_in_recovery() then null
    else left(pg_walfile_name(pg_current_wal_insert_lsn()), 8) end`;

const query = `select current_setting('fsync') as fsync,
  current_setting('full_page_writes') as full_page_writes,
  current_setting('synchronous_commit') as synchronous_commit,
  current_setting('server_encoding') as server_encoding,
  ${timelineSql} as timeline`;

/** What each setting may be. `remote_write` and `local` acknowledge before all that was promised is on disk. */
const demands = {
  fsync: ['on'],
  full_page_writes: ['on'],
  synchronous_commit: ['on', 'remote_apply'],
  server_encoding: ['UTF8'],
} as const;

/**
 * Refuses a server that could lose an acknowledged change, one that stores other text than ours, a standby, and an old
 * primary in whose place another one has answered. Which of them it is does not change while a connection lives.
 */
export async function checkServer(
  client: ClientBase,
  link: ServerLink,
): Promise<{ synchronousCommit: string }> {
  const { rows } = await client.query<ServerRow>(query);
  const [server] = rows;
  if (server === undefined) throw new StoreUnavailable('PostgreSQL did not say how it is set');
  for (const [setting, allowed] of Object.entries(demands)) {
    const found = server[setting as keyof typeof demands];
    if (!allowed.some((value) => value === found)) {
      throw new UnsafeSetting(`PostgreSQL's ${setting}`, found, allowed.join(' or '));
    }
  }
  if (server.timeline === null)
    throw new StoreUnavailable('PostgreSQL is in recovery: a standby may be behind');
  link.follow(server.timeline);
  return { synchronousCommit: server.synchronous_commit };
}
