import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { LoadFigures, LoadGenerator, LoadPlan } from './load.ts';

const script = fileURLToPath(new URL('wrk.lua', import.meta.url));

/** wrk, where it is installed: so cheap that the server is the only one at its limit. */
export function findWrk(): LoadGenerator | undefined {
  try {
    execFileSync('wrk', ['--version'], { stdio: 'ignore' });
  } catch (error) {
    // It answers its version with status 1; only a missing program has no status at all.
    if (!(error instanceof Error && 'status' in error && typeof error.status === 'number')) return undefined;
  }
  return { name: 'wrk', run };
}

async function run(plan: LoadPlan): Promise<LoadFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-wrk-'));
  try {
    const file = join(folder, 'requests');
    writeFileSync(file, plan.requests.map((text) => `${text}\0`).join(''), { mode: 0o600 });
    const pinning = plan.core === undefined ? [] : ['taskset', '--cpu-list', String(plan.core)];
    const wrk = ['wrk', '--threads', '1', '--connections', String(plan.connections)];
    const words = ['--duration', `${plan.seconds}s`, '--script', script, `http://127.0.0.1:${plan.port}`];
    const [program = 'wrk', ...rest] = [...pinning, ...wrk, ...words];
    const env = { ...process.env, WRK_REQUESTS: file };
    const { stdout } = await promisify(execFile)(program, rest, { env });
    return parseFigures(stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
