import type { FastifyInstance } from 'fastify';
import type { PageDeps } from './page-deps.ts';
import { homeOriginsOf, isAbsolute, returnPathOf } from './return-path.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Where services are at home; read when the address asks to go back to a page outside, and only then. */
    homeOrigins: ReadonlySet<string> | undefined;
  }
}

/**
 * Lets pages lead back to a registered service. Browsers hold a form to its policy even where its answer leads on, so
 * the page that sends the visitor there says that it may.
 */
export function allowReturnToServices(app: FastifyInstance, deps: PageDeps): void {
  app.decorateRequest('homeOrigins', undefined);
  app.addHook('onRequest', async (request, reply) => {
    const given = (request.query as Readonly<Record<string, unknown>>).return;
    if (!isAbsolute(given)) return;
    request.homeOrigins = homeOriginsOf(await deps.homeUrls());
    const target = returnPathOf(given, deps.publicUrl, request.homeOrigins);
    if (isAbsolute(target)) reply.formTarget = new URL(target).origin;
  });
}
