import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type LoadFigures, type LoadGenerator, type LoadPlan, type LoadRequest, onCore } from './load.ts';

const script = fileURLToPath(new URL('wrk.lua', import.meta.url));

/** wrk, where it is installed: so cheap that the server alone is at its limit. */
export function findWrk(): LoadGenerator | undefined {
  try {
    execFileSync('wrk', ['--version'], { stdio: 'ignore' });
  } catch (error) {
    // It answers its version with status 1; a missing program has no status.
    if (!(error instanceof Error && 'status' in error && typeof error.status === 'number')) return undefined;
  }
  return { name: 'wrk', run };
}

async function run({ port, requests, first, connections, seconds, core }: LoadPlan): Promise<LoadFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-wrk-'));
  try {
    const file = join(folder, 'requests');
    writeFileSync(file, requests.map((request) => `${wireText(request)}\0`).join(''), { mode: 0o600 });
    const [program, words] = onCore(core, [
      ...(['wrk', '--threads', '1', '--connections', String(connections)] as const),
      ...['--duration', `${seconds}s`, '--timeout', '10s', '--script', script, `http://127.0.0.1:${port}`],
    ]);
    const env = { ...process.env, WRK_REQUESTS: file, WRK_FIRST: String(first) };
    const { stdout } = await promisify(execFile)(program, words, { env });
    return parseFigures(stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function wireText({ method, path, headers, body }: LoadRequest): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  if (body !== '') lines.push(`Content-Length: ${Buffer.byteLength(body)}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}

function parseFigures(printed: string): LoadFigures {
  const text = /^figures (\{.*\})$/m.exec(printed)?.[1];
  if (text === undefined) throw new Error(`wrk printed no figures:\n${printed}`);
  const figures: Record<string, number> = JSON.parse(text);
  const { requests = 0, duration = 0, p50 = 0, p99 = 0, refused = 0, failed = 0, cpu = 0 } = figures;
  return {
    requests,
    seconds: duration / 1e6,
    p50Milliseconds: p50 / 1e3,
    p99Milliseconds: p99 / 1e3,
    refused,
    failed,
    generatorCpuSeconds: cpu,
  };
}
