import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './running-authority.ts';
import { findNginx } from './tools.ts';

const exampleFolder = fileURLToPath(new URL('../../examples/nginx/', import.meta.url));

/** A real nginx with the README's own configuration; only its ports and folders are this test's. */
export interface RunningNginx {
  readonly url: string;
  stop(): Promise<void>;
}

export async function startNginx(authorityUrl: string): Promise<RunningNginx> {
  const nginx = findNginx();
  if (nginx === undefined) throw new Error('no nginx was found: see scripts/install-test-tools.mjs');
  const folder = mkdtempSync(join(tmpdir(), 'countersign-nginx-'));
  // Started as root, nginx reads pages as somebody else.
  chmodSync(folder, 0o755);
  const port = await freePort();
  cpSync(join(exampleFolder, 'html'), join(folder, 'html'), { recursive: true });
  mkdirSync(join(folder, 'logs'));
  const configuration = readFileSync(join(exampleFolder, 'nginx.conf'), 'utf8')
    .replaceAll('127.0.0.1:8080', `127.0.0.1:${port}`)
    .replaceAll('127.0.0.1:4700', `127.0.0.1:${new URL(authorityUrl).port}`)
    .replaceAll('/tmp/countersign-nginx', join(folder, 'nginx'));
  writeFileSync(join(folder, 'nginx.conf'), configuration);
  const child = spawn(nginx, ['-p', `${folder}/`, '-c', 'nginx.conf'], { stdio: 'ignore' });
  await untilListening(child, `http://127.0.0.1:${port}/`);
  return { url: `http://127.0.0.1:${port}`, stop: () => end(child, folder) };
}

async function untilListening(child: ChildProcess, url: string): Promise<void> {
  while (child.exitCode === null) {
    const answered = await fetch(url).then(
      () => true,
      () => false,
    );
    if (answered) return;
  }
  throw new Error('nginx ended before it answered');
}

async function end(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null) {
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  }
  rmSync(folder, { recursive: true, force: true });
}
