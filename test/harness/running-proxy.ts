import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';

/** A real proxy with a configuration of `examples/`; only its ports and folders are the test's. */
export interface RunningProxy {
  /** Its address by the name that browsers know the authority by, too. */
  readonly url: string;
  stop(): Promise<void>;
}

/** What stands in for the addresses of the examples. */
export interface ProxyAddresses {
  readonly authorityUrl: string;
  /** The application behind the door; nothing answers there when absent. */
  readonly applicationUrl?: string | undefined;
}

/** A configuration of `examples/` with this test's ports in it. */
export function withPorts(
  configuration: string,
  port: number,
  { authorityUrl, applicationUrl }: ProxyAddresses,
): string {
  const portOf = (url: string) => new URL(url).port;
  const behind = applicationUrl === undefined ? '9' : portOf(applicationUrl);
  return configuration
    .replaceAll('127.0.0.1:8080', `127.0.0.1:${port}`)
    .replaceAll('127.0.0.1:4700', `127.0.0.1:${portOf(authorityUrl)}`)
    .replaceAll('127.0.0.1:8081', `127.0.0.1:${behind}`);
}

/** Starts the program and resolves when it answers; its folder goes with it. */
export async function runProxy(
  program: string,
  words: readonly string[],
  { port, folder }: { readonly port: number; readonly folder: string },
): Promise<RunningProxy> {
  const env = { PATH: process.env.PATH, HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder };
  const child = spawn(program, words, { stdio: 'ignore', env });
  await untilListening(child, program, `http://127.0.0.1:${port}/`);
  return { url: `http://localhost:${port}`, stop: () => end(child, folder) };
}

async function untilListening(child: ChildProcess, program: string, url: string): Promise<void> {
  while (child.exitCode === null) {
    const answered = await fetch(url).then(
      () => true,
      () => false,
    );
    if (answered) return;
  }
  throw new Error(`${program} ended before it answered`);
}

async function end(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null) {
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  }
  rmSync(folder, { recursive: true, force: true });
}
