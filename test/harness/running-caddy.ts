import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './running-authority.ts';
import { type ProxyAddresses, type RunningProxy, runProxy, withPorts } from './running-proxy.ts';
import { findCaddy } from './tools.ts';

const example = fileURLToPath(new URL('../../examples/caddy/Caddyfile', import.meta.url));

/** A real Caddy with the committed example. */
export async function startCaddy(addresses: ProxyAddresses): Promise<RunningProxy> {
  const caddy = findCaddy();
  if (caddy === undefined) throw new Error('no Caddy was found: see scripts/install-test-tools.mjs');
  const folder = mkdtempSync(join(tmpdir(), 'countersign-caddy-'));
  const port = await freePort();
  const file = join(folder, 'Caddyfile');
  const configuration = withPorts(readFileSync(example, 'utf8'), port, addresses).replace(
    'http://:8080',
    `http://:${port}`,
  );
  writeFileSync(file, configuration);
  return runProxy(caddy, ['run', '--config', file, '--adapter', 'caddyfile'], { port, folder });
}
