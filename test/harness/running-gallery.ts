import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { securityHeaders } from '../../packages/server/src/http/security-headers.ts';
import { root } from '../../scripts/root.mjs';

export interface RunningGallery {
  readonly url: string;
  stop(): void;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/** Builds the gallery of the kit and serves it under the policy that the application runs under. */
export async function startGallery(): Promise<RunningGallery> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-kit-'));
  await build({
    configFile: false,
    plugins: [react()],
    root: join(root, 'test', 'e2e', 'kit-gallery'),
    logLevel: 'warn',
    build: {
      outDir: folder,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: false,
      target: 'esnext',
    },
  });
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const path = join(folder, pathname === '/' ? 'index.html' : pathname);
    for (const [name, value] of securityHeaders('application', false)) response.setHeader(name, value);
    const type = types[extname(path)];
    if (type === undefined) {
      // Browsers ask for an icon that the gallery has not.
      response.writeHead(204).end();
      return;
    }
    response.setHeader('Content-Type', type);
    response.end(readFileSync(path));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
