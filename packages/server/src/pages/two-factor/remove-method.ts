import { type FactorId, notFound, parseId, type TwoFactorDevice } from '@countersign/core';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { html } from '../markup/html.ts';
import { sendPage } from '../markup/layout.ts';
import type { PageDeps } from '../page-deps.ts';
import { returnQuery, twoFactorAddress, twoFactorPath } from '../session-entry.ts';
import { refuseAtOverview } from './overview.ts';
import { forVisitors } from './visitor.ts';

/** Takes one of several methods away: asked twice, the second time by its name. */
export function registerFactorRemoval(app: FastifyInstance, deps: PageDeps): void {
  app.post(
    `${twoFactorPath}/remove`,
    forVisitors(deps, async (reply, visit) => {
      const { visitor, returnPath, form } = visit;
      const read = await deps.readTwoFactor(visitor);
      if (!read.ok) return refuseAtOverview(reply, deps, visit, read.refusal);
      const id = parseId<FactorId>(form.get('method') ?? '');
      const device = read.value.devices.find((one) => one.id === id);
      if (device === undefined) return refuseAtOverview(reply, deps, visit, notFound('method'));
      if (form.get('sure') !== 'yes') return sendQuestion(reply, deps, returnPath, device);
      const removed = await deps.removeFactor(visitor, device.id);
      if (!removed.ok) return refuseAtOverview(reply, deps, visit, removed.refusal);
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
