import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { bareEnvironment } from './bare-environment.ts';
import { newDataFolder } from './run-folder.ts';

const serverMain = fileURLToPath(new URL('../../packages/server/src/main.ts', import.meta.url));
const setUpCodeForm = /^ {4}([A-Z2-9]{4}(?:-[A-Z2-9]{4}){3})$/m;

/** A whole authority in a process of its own, as an operator runs it. */
export interface RunningAuthority {
  readonly url: string;
  readonly dataFolder: string;
  /** What it printed for the person at the console. */
  readonly printed: string;
  /** Absent once set-up was completed. */
  readonly setUpCode: string | undefined;
  readonly process: ChildProcess;
  /** Asks it to end and waits. */
  stop(): Promise<void>;
  /** Takes it away without asking. */
  kill(): Promise<void>;
}

export interface AuthorityOptions {
  readonly dataFolder?: string | undefined;
  readonly port?: number | undefined;
  /** Absent: embedded SQLite. */
  readonly databaseUrl?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
}

/** Starts an authority on a free port and resolves when it answers. */
export async function startAuthority(options: AuthorityOptions = {}): Promise<RunningAuthority> {
  const dataFolder = options.dataFolder ?? newDataFolder();
  const port = options.port ?? (await freePort());
  const url = options.env?.COUNTERSIGN_PUBLIC_URL ?? `http://localhost:${port}`;
  const child = spawn(process.execPath, [serverMain, 'serve'], {
    cwd: dataFolder,
    env: {
      ...bareEnvironment(),
      COUNTERSIGN_PUBLIC_URL: url,
      COUNTERSIGN_LISTEN__PORT: String(port),
      COUNTERSIGN_DATA__DIRECTORY: join(dataFolder, 'data'),
      COUNTERSIGN_LOG__LEVEL: 'debug',
      ...(options.databaseUrl !== undefined && { COUNTERSIGN_DATABASE__URL: options.databaseUrl }),
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stderr.pipe(createWriteStream(join(dataFolder, 'server.log'), { flags: 'a' }));
  const exited = once(child, 'exit');
  const printed = await readUntilRunning(child, exited);
  return {
    url: url.replace(/\/$/, ''),
    dataFolder,
    printed,
    setUpCode: setUpCodeForm.exec(printed)?.[1],
    process: child,
    stop: () => end(child, exited, 'SIGTERM'),
    kill: () => end(child, exited, 'SIGKILL'),
  };
}

/** A port that nobody listens on just now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was free');
  return address.port;
}

async function end(child: ChildProcess, exited: Promise<unknown>, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal);
  await exited;
}

/** The banner ends with an empty line after the set-up code, or is one line long. */
async function readUntilRunning(child: ChildProcess, exited: Promise<unknown>): Promise<string> {
  let printed = '';
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-4_000);
  });
  const running = new Promise<void>((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (/^Ready\.$/m.test(printed)) resolve();
    });
  });
  const ended = exited.then(() => {
    throw new Error(`the authority ended before it answered:\n${printed}${complaint}`);
  });
  await Promise.race([running, ended]);
  ended.catch(() => undefined);
  return printed;
}
