import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isSetUpOpen } from '@countersign/core';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Authority } from '../authority.ts';

/** The application's built files: the only thing of `packages/web` that the server knows. */
const distDirectory = fileURLToPath(new URL('../../../web/dist/', import.meta.url));

/**
 * Serves the web application. Its files carry their hash in their names and may be kept for ever; its one page
 * is never kept. Routes of the application are its own: every one of them answers with the same page.
 */
export async function registerWeb(app: FastifyInstance, authority: Authority): Promise<void> {
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
  });

  const sendPage = (reply: FastifyReply) => {
    reply.face = 'application';
    return reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(page);
  };
  // Before the first administrator was made there is nothing to see but the set-up page.
  app.get('/', async (_request, reply) =>
    (await isSetUpOpen(authority.store.tables)) ? reply.redirect(`${basePath}/setup`, 303) : sendPage(reply),
  );
  for (const path of applicationPaths) app.get(path, async (_request, reply) => sendPage(reply));
}

/** The application's own addresses. Any other one is nobody's, and answers 404. */
const applicationPaths = ['/account', '/account/*'];
