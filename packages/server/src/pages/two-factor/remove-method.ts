import { type FactorId, notFound, parseId, type Refusal, type TwoFactorDevice } from '@countersign/core';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { html } from '../markup/html.ts';
import { sendPage } from '../markup/layout.ts';
import type { PageDeps } from '../page-deps.ts';
import { refusalWords } from '../refusal-words.ts';
import { returnQuery, twoFactorAddress, twoFactorPath } from '../session-entry.ts';
import type { Visit } from '../visit.ts';
import { sendOverview } from './overview.ts';
import { forVisitors, refuseVisit } from './visitor.ts';

/** Takes one of several methods away: asked twice, the second time by its name. */
export function registerFactorRemoval(app: FastifyInstance, deps: PageDeps): void {
  const tell = (reply: FastifyReply, { visitor, returnPath }: Visit, refusal: Refusal) =>
    refuseVisit(reply, deps, { returnPath, refusal }, async () => {
      const { status, text } = refusalWords(refusal);
      const state = await deps.readTwoFactor(visitor);
      return sendOverview(reply, deps, { returnPath, state, failure: text }, status);
    });

  app.post(
    `${twoFactorPath}/remove`,
    forVisitors(deps, async (reply, visit) => {
      const { visitor, returnPath, form } = visit;
      const { devices } = await deps.readTwoFactor(visitor);
      const id = parseId<FactorId>(form.get('method') ?? '');
      const device = devices.find((one) => one.id === id);
      if (device === undefined) return tell(reply, visit, notFound('method'));
      if (form.get('sure') !== 'yes') return sendQuestion(reply, deps, returnPath, device);
      const removed = await deps.removeFactor(visitor, device.id);
      if (!removed.ok) return tell(reply, visit, removed.refusal);
      const { basePath } = deps.publicUrl;
      return reply.header('cache-control', 'no-store').redirect(twoFactorAddress(returnPath, basePath), 303);
    }),
  );
}

function sendQuestion(
  reply: FastifyReply,
  { publicUrl }: PageDeps,
  returnPath: string,
  { id, name, kind }: TwoFactorDevice,
): FastifyReply {
  const { basePath } = publicUrl;
  const title = `Remove “${name}”?`;
  const main = html`<h1>${title}</h1>
<p>${kind === 'app' ? 'Its codes' : 'It'} will not sign you in any more. Your other methods and your recovery codes stay good.</p>
<form method="post" action="${basePath}${twoFactorPath}/remove${returnQuery(returnPath, basePath)}">
  <input type="hidden" name="method" value="${id}" />
  <input type="hidden" name="sure" value="yes" />
  <button class="button" type="submit">Remove</button>
</form>
<p class="aside"><a href="${twoFactorAddress(returnPath, basePath)}">Keep it</a></p>`;
  return sendPage(reply, 200, { basePath, title, main });
}
