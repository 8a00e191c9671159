import type { FastifyInstance } from 'fastify';
import { html } from './markup/html.ts';
import { sendPage } from './markup/layout.ts';
import type { PageDeps } from './page-deps.ts';

/**
 * Where a sign-in ends that was asked for from another tab: it says who is signed in now, and that all goes on
 * there. It has no script, and no way to reach the other tab.
 */
export const confirmedPath = '/sign-in/confirmed';

export function registerConfirmedPage(app: FastifyInstance, deps: PageDeps): void {
  const { basePath } = deps.publicUrl;
  app.get(confirmedPath, async (request, reply) => {
    const visitor = await deps.visitorOf(request);
    if (visitor === undefined) return reply.redirect(`${basePath}/sign-in`, 303);
    const title = 'You may close this tab';
    const main = html`<h1>${title}</h1>
<p class="lead">You are signed in as <bdi>${visitor.actor.login}</bdi>. Go on in the tab that sent you here: nothing that you typed there is lost.</p>
<p class="aside"><a href="${basePath}/">Go to the start page</a></p>`;
    return sendPage(reply, 200, { basePath, title, main });
  });
}
