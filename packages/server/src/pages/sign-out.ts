import type { FastifyInstance } from 'fastify';
import { sendErrorPage } from './error-page.ts';
import type { PageDeps } from './page-deps.ts';
import { refusalWords } from './refusal-words.ts';

/** Signs out, by a form alone: a link or an image must not be able to do it. Whoever is not signed in is told the same. */
export function registerSignOut(app: FastifyInstance, deps: PageDeps): void {
  const { basePath } = deps.publicUrl;
  app.post('/sign-out', async (request, reply) => {
    const ended = await deps.signOut(request);
    if (!ended.ok) {
      const { status, retryAfterSeconds } = refusalWords(ended.refusal);
      return sendErrorPage(reply, { basePath, status, requestId: request.id, retryAfterSeconds });
    }
    return reply
      .header('cache-control', 'no-store')
      .header('set-cookie', deps.cookie.end())
      .redirect(`${basePath}/sign-in?signed-out`, 303);
  });
}
