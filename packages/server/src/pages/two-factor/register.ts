import type { FastifyInstance } from 'fastify';
import { html } from '../markup/html.ts';
import { sendPage } from '../markup/layout.ts';
import type { PageDeps } from '../page-deps.ts';
import { twoFactorAddress, twoFactorPath } from '../session-entry.ts';
import { registerPasskeySetUp } from './add-passkey.ts';
import { refuseAtOverview, showOverview } from './overview.ts';
import { registerFactorRemoval } from './remove-method.ts';
import { recoveryCodeList, registerFactorSetUp } from './set-up-factor.ts';
import { forVisitors } from './visitor.ts';

/** What is behind the address of two-factor authentication, and takes a form. */
export const twoFactorSteps = [
  'start',
  'confirm',
  'passkey-start',
  'passkey-confirm',
  'remove',
  'recovery-codes',
  'off',
] as const;

/** Where somebody who is signed in looks after their second factor; but for passkeys none of it needs a script. */
export function registerTwoFactorPages(app: FastifyInstance, deps: PageDeps): void {
  const { basePath } = deps.publicUrl;
  app.get(
    twoFactorPath,
    forVisitors(deps, (reply, visit) => showOverview(reply, deps, visit)),
  );

  registerFactorSetUp(app, deps);
  registerPasskeySetUp(app, deps);
  registerFactorRemoval(app, deps);

  app.post(
    `${twoFactorPath}/recovery-codes`,
    forVisitors(deps, async (reply, visit) => {
      const renewed = await deps.renewRecoveryCodes(visit.visitor);
      if (!renewed.ok) return refuseAtOverview(reply, deps, visit, renewed.refusal);
      const title = 'Your new recovery codes';
      const main = html`<h1>${title}</h1>
${recoveryCodeList(renewed.value)}
<p>Those from before are worth nothing now.</p>
<p class="aside"><a href="${twoFactorAddress(visit.returnPath, basePath)}">I have saved them</a></p>`;
      return sendPage(reply, 200, { basePath, title, main });
    }),
  );

  app.post(
    `${twoFactorPath}/off`,
    forVisitors(deps, async (reply, visit) => {
      const { visitor, returnPath, form } = visit;
      if (form.get('sure') !== 'yes')
        return showOverview(reply, deps, visit, { status: 400, failure: 'Say that you are sure.' });
      const off = await deps.turnTwoFactorOff(visitor);
      if (!off.ok) return refuseAtOverview(reply, deps, visit, off.refusal);
      return reply.header('cache-control', 'no-store').redirect(twoFactorAddress(returnPath, basePath), 303);
    }),
  );
}
