import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { Client } from 'pg';
import { until } from './until.ts';

/** Ways to take a test's own PostgreSQL away and to bring it back. */
export interface PostgresOutage {
  /** Ends it at once, as a power failure does, with everything that still answers. */
  crash(): Promise<void>;
  /** Starts it again where it was. */
  restart(): Promise<void>;
  /** Lets it keep its connections and answer nothing. */
  freeze(): Promise<void>;
  thaw(): void;
}

/** `url` is any database of the server, with the rights of its superuser. */
export async function preparePostgresOutage(url: string): Promise<PostgresOutage> {
  const [{ data, programs } = { data: '', programs: '' }] = await query<{ data: string; programs: string }>(
    url,
    `select current_setting('data_directory') as data,
      (select setting from pg_config where name = 'BINDIR') as programs`,
  );
  // The account that the server runs as owns its folder; root may act for it.
  const { uid, gid } = statSync(data);
  const account = process.getuid?.() === 0 ? { uid, gid } : {};
  const postmaster = () => Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
  const processes = async () => {
    const rows = await query<{ pid: number }>(
      url,
      `select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    return [postmaster(), ...rows.map(({ pid }) => pid)];
  };
  let frozen: readonly number[] = [];
  return {
    async crash() {
      // Without its parent a connection's process would go on answering for a moment.
      const all = await processes();
      for (const pid of all) signal(pid, 'SIGKILL');
      await until('the end of PostgreSQL', () => (all.some((pid) => signal(pid, 0)) ? undefined : true));
    },
    async restart() {
      // What the old server's processes still hold keeps a new one from starting for a moment.
      await until('PostgreSQL running again', () => {
        try {
          const words = ['start', '--wait', '--silent', '--pgdata', data, '--log', join(data, 'again.log')];
          execFileSync(join(programs, 'pg_ctl'), words, { ...account, cwd: data, stdio: 'ignore' });
          return true;
        } catch {
          return undefined;
        }
      });
    },
    async freeze() {
      frozen = await processes();
      for (const pid of frozen) signal(pid, 'SIGSTOP');
    },
    thaw() {
      for (const pid of frozen) signal(pid, 'SIGCONT');
      frozen = [];
    },
  };
}

/** Whether there was such a process. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

async function query<Row extends object>(url: string, sql: string): Promise<readonly Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}
