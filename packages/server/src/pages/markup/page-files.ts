import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';

/** The files that pages load. Their hash stands in their address, so that browsers may keep them for ever. */
interface PageFile {
  /** Below the base path, with the hash. */
  readonly path: string;
  readonly route: string;
  readonly type: string;
  readonly text: string;
  readonly etag: string;
}

export const styleSheet = pageFile('pages.css', 'text/css; charset=utf-8');
/** For passkeys alone, and for frames alone. */
export const passkeyScript = pageFile('passkeys.js', 'text/javascript; charset=utf-8');
export const frameScript = pageFile('frame.js', 'text/javascript; charset=utf-8');
export const icon = pageFile('icon.svg', 'image/svg+xml; charset=utf-8');

function pageFile(name: string, type: string): PageFile {
  const text = readFileSync(new URL(name, import.meta.url), 'utf8');
  const version = hash('sha256', text, 'base64url').slice(0, 16);
  return { path: `/${name}?${version}`, route: `/${name}`, type, text, etag: `"${version}"` };
}

export function registerPageFiles(app: FastifyInstance): void {
  for (const { path, route, type, text, etag } of [styleSheet, passkeyScript, frameScript, icon]) {
    app.get(route, async (request, reply) => {
      const isExact = request.url.endsWith(path);
      reply.header('etag', etag);
      reply.header('cache-control', isExact ? 'public, max-age=31536000, immutable' : 'no-cache');
      if (request.headers['if-none-match'] === etag) return reply.code(304).send();
      return reply.header('content-type', type).send(text);
    });
  }
}
