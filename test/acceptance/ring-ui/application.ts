import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** The script of an application that uses Ring UI, as its makers would bundle it. */
export async function bundle(): Promise<string> {
  const input = fileURLToPath(new URL('page.js', import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      target: 'esnext',
      rollupOptions: { input, output: { entryFileNames: 'page.js' } },
    },
  });
  const outputs = [built].flat().flatMap((one) => ('output' in one ? one.output : []));
  const [entry] = outputs.filter((one) => one.type === 'chunk' && one.isEntry);
  assert.ok(entry?.type === 'chunk');
  assert.equal(outputs.filter(({ type }) => type === 'chunk').length, 1);
  return entry.code;
}

/** A page that is whoever its user is. */
export function application(settings: object, script: string): RequestListener {
  const page = `<!doctype html><meta charset="utf-8"><title>Wiki</title><p id="state">…</p>
<script type="application/json" id="settings">${JSON.stringify(settings)}</script><script type="module" src="/page.js"></script>`;
  return ({ url = '' }, response) => {
    const isScript = url === '/page.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
    response.end(isScript ? script : page);
  };
}
