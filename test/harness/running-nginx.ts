import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './running-authority.ts';
import { type ProxyAddresses, type RunningProxy, runProxy, withPorts } from './running-proxy.ts';
import { findNginx } from './tools.ts';

const exampleFolder = fileURLToPath(new URL('../../examples/nginx/', import.meta.url));

/** A real nginx with the README's own configuration. */
export async function startNginx(addresses: ProxyAddresses): Promise<RunningProxy> {
  const nginx = findNginx();
  if (nginx === undefined) throw new Error('no nginx was found: see scripts/install-test-tools.mjs');
  const folder = mkdtempSync(join(tmpdir(), 'countersign-nginx-'));
  // Started as root, nginx reads pages as somebody else.
  chmodSync(folder, 0o755);
  const port = await freePort();
  cpSync(join(exampleFolder, 'html'), join(folder, 'html'), { recursive: true });
  mkdirSync(join(folder, 'logs'));
  const example = readFileSync(join(exampleFolder, 'nginx.conf'), 'utf8');
  const configuration = withPorts(example, port, addresses).replaceAll(
    '/tmp/countersign-nginx',
    join(folder, 'nginx'),
  );
  writeFileSync(join(folder, 'nginx.conf'), configuration);
  return runProxy(nginx, ['-p', `${folder}/`, '-c', 'nginx.conf'], { port, folder });
}
