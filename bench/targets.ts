import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { ConstantAnswer } from './bare-server.ts';
import type { LoadRequest } from './load.ts';

/** A server under load: where it listens and whose processor time it uses. */
export interface Target {
  readonly port: number;
  readonly pid: number | undefined;
}

const bareServer = fileURLToPath(new URL('bare-server.ts', import.meta.url));

/** Starts one process with a bare server for each answer. */
export async function startBareServers(
  answers: readonly ConstantAnswer[],
): Promise<{ readonly process: ChildProcess; readonly targets: readonly Target[] }> {
  const child = spawn(process.execPath, [bareServer], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(answers));
  const [line] = await once(child.stdout, 'data');
  const ports: number[] = JSON.parse(String(line));
  return { process: child, targets: ports.map((port) => ({ port, pid: child.pid })) };
}

/** Sends one request and answers what came back, headers as they stood on the wire. */
export async function send(
  port: number,
  { method, path, headers, body }: LoadRequest,
): Promise<ConstantAnswer> {
  const request = httpRequest({ host: '127.0.0.1', port, method, path, headers });
  request.end(body);
  const [response] = await once(request, 'response');
  return { status: response.statusCode, headers: response.rawHeaders, body: await text(response) };
}

/** An answer as a bare server can repeat it: what Node adds to every answer by itself is left to Node. */
export function repeatable({ status, headers, body }: ConstantAnswer): ConstantAnswer {
  const own: string[] = [];
  for (let index = 0; index < headers.length; index += 2) {
    const [name = '', value = ''] = headers.slice(index, index + 2);
    if (!/^(date|connection|keep-alive)$/i.test(name)) own.push(name, value);
  }
  return { status, headers: own, body };
}
