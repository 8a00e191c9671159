import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { type PostgresServer, startPostgres } from '../../test/harness/postgres-server.ts';
import { newDataFolder } from '../../test/harness/run-folder.ts';
import type { RunningAuthority } from '../../test/harness/running-authority.ts';
import { makeLoadedFolder, startLoaded } from '../authority-under-load.ts';
import { verifySample } from '../contenders.ts';
import { askIntrospection } from '../request-mix.ts';
import type { Target } from '../targets.ts';
import { type Crew, makeCrew } from './crew.ts';
import { endWithUs, targetOf } from './running.ts';

/** How old an answer may be, by what stands behind the token in each question. */
interface Mode {
  readonly name: string;
  readonly more: string;
}

/** The longest that a service may be behind. */
const secondsBehind = 60;

const modes: readonly Mode[] = [
  { name: 'strict', more: '' },
  { name: 'bounded', more: `&max_age=${secondsBehind}` },
];

/**
 * As many nodes as the greatest number asked for, all on one PostgreSQL, of which a crew of two takes the first two, in
 * each mode; and a server that asks PostgreSQL once for each check. Nodes of one authority share its key ring.
 */
export async function startNodes(numbers: readonly number[]): Promise<{
  readonly crews: readonly Crew[];
  readonly started: readonly RunningAuthority[];
  readonly postgres: PostgresServer;
}> {
  const postgres = await startPostgres({ autovacuum: 'on' });
  const databaseUrl = await postgres.createDatabase();
  const loaded = await makeLoadedFolder(databaseUrl, secondsBehind);
  const strict = askIntrospection(loaded.presented);
  const databasePid = await findPostmaster(databaseUrl);
  const started: RunningAuthority[] = [];
  while (started.length < Math.max(...numbers)) {
    const folder = newDataFolder();
    cpSync(loaded.dataDirectory, join(folder, 'data'), { recursive: true });
    started.push(endWithUs(await startLoaded({ folder }, { databaseUrl })));
  }
  for (const node of started) await verifySample(targetOf(node).port, loaded.presented);
  const crews = modes.flatMap(({ name, more }) => {
    const requests = strict.map((request) => ({ ...request, body: request.body + more }));
    return numbers.map((number) => {
      const crew = `PostgreSQL, ${name}, ${number} ${number === 1 ? 'node' : 'nodes'}`;
      return makeCrew(crew, started.slice(0, number).map(targetOf), requests, databasePid);
    });
  });
  const oneQuery = await startOneQueryServer(databaseUrl);
  crews.push(makeCrew('PostgreSQL, a query for each check', [oneQuery], strict, databasePid));
  return { crews, started, postgres };
}

async function startOneQueryServer(databaseUrl: string): Promise<Target> {
  const program = fileURLToPath(new URL('one-query-server.ts', import.meta.url));
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  process.once('exit', () => child.kill('SIGKILL'));
  child.stdin.end(databaseUrl);
  const [line] = await once(child.stdout, 'data');
  return { port: JSON.parse(String(line)), pid: child.pid };
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
