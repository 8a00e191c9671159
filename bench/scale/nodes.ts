import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { Client } from 'pg';
import { type PostgresServer, startPostgres } from '../../test/harness/postgres-server.ts';
import { newDataFolder } from '../../test/harness/run-folder.ts';
import type { RunningAuthority } from '../../test/harness/running-authority.ts';
import { makeLoadedFolder, startLoaded } from '../authority-under-load.ts';
import { verifySample } from '../contenders.ts';
import { askIntrospection } from '../request-mix.ts';
import { type Crew, makeCrew } from './crew.ts';
import { endWithUs, targetOf } from './running.ts';

/** A way to answer from PostgreSQL: the settings by which nodes answer so. */
export interface Mode {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
}

/** All ways there are; each is measured with every number of nodes. */
export const modes: readonly Mode[] = [{ name: 'strict', env: {} }];

/**
 * For each mode as many nodes as the greatest number asked for, all on one PostgreSQL, of which a crew of two takes the
 * first two. Nodes of one authority share its key ring.
 */
export async function startNodes(numbers: readonly number[]): Promise<{
  readonly crews: readonly Crew[];
  readonly started: readonly RunningAuthority[];
  readonly postgres: PostgresServer;
}> {
  const postgres = await startPostgres({ autovacuum: 'on' });
  const databaseUrl = await postgres.createDatabase();
  const loaded = await makeLoadedFolder(databaseUrl);
  const requests = askIntrospection(loaded.presented);
  const databasePid = await findPostmaster(databaseUrl);
  const crews: Crew[] = [];
  const started: RunningAuthority[] = [];
  for (const { name, env } of modes) {
    const nodes: RunningAuthority[] = [];
    while (nodes.length < Math.max(...numbers)) {
      const folder = newDataFolder();
      cpSync(loaded.dataDirectory, join(folder, 'data'), { recursive: true });
      nodes.push(endWithUs(await startLoaded({ folder }, { databaseUrl, env })));
    }
    for (const node of nodes) await verifySample(targetOf(node).port, loaded.presented);
    started.push(...nodes);
    for (const number of numbers) {
      const crew = `PostgreSQL, ${name}, ${number} ${number === 1 ? 'node' : 'nodes'}`;
      crews.push(makeCrew(crew, nodes.slice(0, number).map(targetOf), requests, databasePid));
    }
  }
  return { crews, started, postgres };
}

/** The process that all processes of the server came of; absent where the system does not say. */
async function findPostmaster(databaseUrl: string): Promise<number | undefined> {
  if (process.platform !== 'linux') return undefined;
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    const status = readFileSync(`/proc/${rows[0]?.pid}/status`, 'utf8');
    return Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1]);
  } finally {
    await client.end();
  }
}
