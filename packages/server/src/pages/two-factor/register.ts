import type { Refusal } from '@countersign/core';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { html } from '../markup/html.ts';
import { sendPage } from '../markup/layout.ts';
import type { PageDeps } from '../page-deps.ts';
import { refusalWords } from '../refusal-words.ts';
import { twoFactorAddress, twoFactorPath } from '../session-entry.ts';
import type { Visit } from '../visit.ts';
import { registerPasskeySetUp } from './add-passkey.ts';
import { sendOverview } from './overview.ts';
import { registerFactorRemoval } from './remove-method.ts';
import { recoveryCodeList, registerFactorSetUp } from './set-up-factor.ts';
import { forVisitors, refuseVisit } from './visitor.ts';

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
  const refuse = (
    reply: FastifyReply,
    { visitor, returnPath }: Pick<Visit, 'visitor' | 'returnPath'>,
    refusal: Refusal,
  ) =>
    refuseVisit(reply, deps, { returnPath, refusal }, async () => {
      const { status, text } = refusalWords(refusal);
      const state = await deps.readTwoFactor(visitor);
      return sendOverview(reply, deps, { returnPath, state, failure: text }, status);
    });

  app.get(
    twoFactorPath,
    forVisitors(deps, async (reply, { visitor, returnPath }) =>
      sendOverview(reply, deps, { returnPath, state: await deps.readTwoFactor(visitor) }),
    ),
  );

  registerFactorSetUp(app, deps);
  registerPasskeySetUp(app, deps);
  registerFactorRemoval(app, deps);

  app.post(
    `${twoFactorPath}/recovery-codes`,
    forVisitors(deps, async (reply, { visitor, returnPath }) => {
      const renewed = await deps.renewRecoveryCodes(visitor);
      if (renewed.ok) {
        const title = 'Your new recovery codes';
        const main = html`<h1>${title}</h1>
${recoveryCodeList(renewed.value)}
<p>Those from before are worth nothing now.</p>
<p class="aside"><a href="${twoFactorAddress(returnPath, basePath)}">I have saved them</a></p>`;
        return sendPage(reply, 200, { basePath, title, main });
      }
      return refuse(reply, { visitor, returnPath }, renewed.refusal);
    }),
  );

  app.post(
    `${twoFactorPath}/off`,
    forVisitors(deps, async (reply, { visitor, returnPath, form }) => {
      if (form.get('sure') !== 'yes') {
        const state = await deps.readTwoFactor(visitor);
        return sendOverview(reply, deps, { returnPath, state, failure: 'Say that you are sure.' }, 400);
      }
      const off = await deps.turnTwoFactorOff(visitor);
      if (!off.ok) return refuse(reply, { visitor, returnPath }, off.refusal);
      return reply.header('cache-control', 'no-store').redirect(twoFactorAddress(returnPath, basePath), 303);
    }),
  );
}
