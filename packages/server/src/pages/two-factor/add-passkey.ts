import type { StartedPasskey } from '@countersign/core';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { failureNotice } from '../markup/form-field.ts';
import { html } from '../markup/html.ts';
import { sendPage } from '../markup/layout.ts';
import { askForNewPasskey, passkeyForm } from '../markup/passkey-form.ts';
import type { PageDeps } from '../page-deps.ts';
import { refusalWords } from '../refusal-words.ts';
import { returnQuery, twoFactorAddress, twoFactorPath } from '../session-entry.ts';
import { refuseAtOverview } from './overview.ts';
import { areCodesSaved, goOn, recoveryCodeList, savedCheck } from './set-up-factor.ts';
import { forVisitors, refuseVisit } from './visitor.ts';

/**
 * Adding a passkey or a security key: with the first method the recovery codes and the word that they are kept, then
 * the button that asks the browser to make it.
 */
export function registerPasskeySetUp(app: FastifyInstance, deps: PageDeps): void {
  app.post(
    `${twoFactorPath}/passkey-start`,
    forVisitors(deps, async (reply, visit) => {
      const { visitor, returnPath, form } = visit;
      const text = form.get('passkeyName') ?? '';
      const started = await deps.startPasskey(visitor, text);
      return started.ok
        ? sendPasskey(reply, deps, returnPath, started.value)
        : refuseAtOverview(reply, deps, visit, started.refusal, { as: 'passkeyName', text });
    }),
  );

  app.post(
    `${twoFactorPath}/passkey-confirm`,
    forVisitors(deps, async (reply, { visitor, returnPath, form }) => {
      if (!areCodesSaved(form))
        return sendAgain(reply, deps, returnPath, 'Save the recovery codes first, and say so.', 400);
      const added = await deps.confirmPasskey(visitor, form.get('passkey') ?? '');
      if (added.ok) return goOn(reply, deps, returnPath);
      const { refusal } = added;
      return refuseVisit(reply, deps, { returnPath, refusal }, () => {
        const { status, text, fields } = refusalWords(refusal);
        const rule = fields[0]?.rule;
        return sendAgain(reply, deps, returnPath, rule === undefined ? text : `The passkey ${rule}.`, status);
      });
    }),
  );
}

const title = 'Add a passkey or security key';

function sendPasskey(
  reply: FastifyReply,
  { publicUrl, relyingParty }: PageDeps,
  returnPath: string,
  started: StartedPasskey,
): FastifyReply {
  const { basePath } = publicUrl;
  const { passkey, recoveryCodes } = started;
  const main = html`<h1>${title}</h1>
${
  recoveryCodes !== undefined &&
  html`<h2>1. Save your recovery codes</h2>
<p>Each signs you in once when the passkey is lost. They are not shown again.</p>
${recoveryCodeList(recoveryCodes)}
<h2>2. Make the passkey</h2>`
}
<p>Your browser asks where to keep “${passkey.name}”: on this device, on your phone, or on a security key.</p>
${
  relyingParty !== undefined &&
  passkeyForm({
    action: `${basePath}${twoFactorPath}/passkey-confirm${returnQuery(returnPath, basePath)}`,
    question: askForNewPasskey(relyingParty, started),
    label: 'Make the passkey',
    fields: recoveryCodes === undefined ? undefined : savedCheck,
    otherwise: 'Try again, or go back and use an authenticator app.',
  })
}
<p class="aside"><a href="${twoFactorAddress(returnPath, basePath)}">Not now</a></p>`;
  return sendPage(reply, 200, { basePath, title, main, takesPasskeys: true });
}

/** What went wrong; the way is to begin again, as codes and question are shown once. */
function sendAgain(
  reply: FastifyReply,
  { publicUrl }: PageDeps,
  returnPath: string,
  failure: string,
  status: number,
): FastifyReply {
  const { basePath } = publicUrl;
  const main = html`<h1>${title}</h1>
${failureNotice(failure)}
<p><a href="${twoFactorAddress(returnPath, basePath)}">Begin again</a></p>`;
  return sendPage(reply, status, { basePath, title: `Error: ${title}`, main });
}
