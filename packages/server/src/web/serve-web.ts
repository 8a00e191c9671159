import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { authenticateSession, isSetUpOpen } from '@countersign/core';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { Authority } from '../authority.ts';
import type { SessionCookie } from '../http/cookies.ts';

/** The application's built files: the only thing of `packages/web` that the server knows. */
const distDirectory = fileURLToPath(new URL('../../../web/dist/', import.meta.url));

/**
 * Serves the web application. Its files carry their hash in their names and may be kept for ever; its one page
 * is never kept. Routes of the application are its own: every one of them answers with the same page, to
 * whoever is signed in. It holds nothing secret; visitors are led to sign in before it asks in vain.
 */
export async function registerWeb(
  app: FastifyInstance,
  authority: Authority,
  cookie: SessionCookie,
): Promise<void> {
  const { basePath } = authority.settings.publicUrl;
  const page = readFileSync(`${distDirectory}index.html`, 'utf8').replaceAll(
    './assets/',
    `${basePath}/assets/`,
  );
  await app.register(fastifyStatic, {
    root: `${distDirectory}assets`,
    prefix: '/assets/',
    index: false,
    immutable: true,
    maxAge: '365d',
    setHeaders: (reply, path) => {
      if (path.endsWith('.svg')) void reply.header('content-type', 'image/svg+xml; charset=utf-8');
    },
  });

  for (const path of applicationPaths) {
    app.get(path, async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const presented = cookie.read(request.raw);
      const isSignedIn = presented !== undefined && (await authenticateSession(authority, presented)).ok;
      if (!isSignedIn) return reply.redirect(await wayIn(authority, request.url), 303);
      reply.face = 'application';
      return reply.type('text/html; charset=utf-8').send(page);
    });
  }
}

/** Set-up before the first administrator was made, and sign-in afterwards, which leads back. */
async function wayIn(authority: Authority, target: string): Promise<string> {
  const { basePath } = authority.settings.publicUrl;
  if (await isSetUpOpen(authority.store.tables)) return `${basePath}/setup`;
  const isStart = target === `${basePath}/` || target === basePath;
  return `${basePath}/sign-in${isStart ? '' : `?return=${encodeURIComponent(target)}`}`;
}

/** The application's own addresses. Any other one is nobody's, and answers 404. */
const applicationPaths = ['/', '/account', '/account/*', '/admin/*'];
