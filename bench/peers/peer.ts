import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';
import type { ConstantAnswer } from '../bare-server.ts';
import type { LoadRequest } from '../load.ts';
import type { Target } from '../targets.ts';

/** Another program that can be asked over HTTP whether a token is good. */
export interface Peer {
  readonly name: string;
  /** How it stands here: what keeps what, and how the asking client proves itself. */
  readonly setting: string;
  /** What it takes that is not on this machine, or nothing. */
  findMissing(): string | undefined;
  /** Starts it in a folder of its own, filled with tokens. */
  start(folder: string, count: PeerCount): Promise<RunningPeer>;
}

/** How many tokens it keeps, and how many of them, spread over all, will be asked for. */
export interface PeerCount {
  readonly stored: number;
  readonly distinct: number;
}

export interface RunningPeer {
  readonly target: Target;
  /** Good tokens, as many as are asked for. */
  readonly tokens: readonly string[];
  /** A token that looks like the others and was never issued. */
  readonly makeUnknown: () => string;
  readonly ask: (token: string) => LoadRequest;
  readonly isActive: (answer: ConstantAnswer) => boolean;
  stop(): Promise<void>;
}

/** What a peer of several lines of our own prints when it is ready. */
export interface PeerReport {
  readonly port: number;
  readonly tokens: readonly string[];
}

/** The client that asks, where a peer knows clients. */
export const client = { id: 'bench-service', secret: 'a-secret-of-forty-characters-for-the-bench' } as const;

const common = { Host: 'localhost', 'User-Agent': 'bench', Accept: '*/*' };

/** The request of RFC 7662 §2.1, by a client that proves itself with HTTP Basic as our own services do. */
export function introspectionRequest(path: string, token: string): LoadRequest {
  return {
    method: 'POST',
    path,
    headers: {
      ...common,
      Authorization: `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}`,
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: `token=${token}`,
  };
}

/** A question in JSON, with the same proof of the asking client beside it. */
export function jsonRequest(path: string, body: object): LoadRequest {
  const { method, headers } = introspectionRequest(path, '');
  const json = { ...headers, 'Content-Type': 'application/json' };
  return { method, path, headers: json, body: JSON.stringify(body) };
}

/** RFC 7662 §2.2: whether the answer says so. */
export function saysActive({ status, body }: ConstantAnswer): boolean {
  return status === 200 && JSON.parse(body).active === true;
}

/** Starts a program of this folder with its input in JSON, and reads the line of JSON by which it says it is ready. */
export async function startProgram<Report>(
  [program, ...words]: readonly [string, ...string[]],
  input: object,
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<{ readonly process: ChildProcess; readonly report: Report }> {
  const child = spawn(program, words, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  endWithUs(child);
  child.stdin.end(JSON.stringify(input));
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`${program} ${words.join(' ')} ended with ${code} before it was ready`);
    }),
  ]);
  return { process: child, report: JSON.parse(line) };
}

/** Whatever happens, no process stays behind. */
export function endWithUs(child: ChildProcess): void {
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
}

export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}
