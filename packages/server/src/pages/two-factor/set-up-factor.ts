import { base32, keyUri, type Secret, type StartedFactor } from '@countersign/core';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Form } from '../form-body.ts';
import { failureId, failureNotice, formField } from '../markup/form-field.ts';
import { type Html, html } from '../markup/html.ts';
import { sendPage } from '../markup/layout.ts';
import { qrCode } from '../markup/qr-code.ts';
import type { PageDeps } from '../page-deps.ts';
import { refusalWords } from '../refusal-words.ts';
import { returnQuery, twoFactorAddress, twoFactorPath } from '../session-entry.ts';
import { refuseAtOverview } from './overview.ts';
import { forVisitors, refuseVisit } from './visitor.ts';

/**
 * Setting up an authenticator app: the QR code with the typed key and the recovery codes, then a code of the app
 * with the word that the recovery codes are kept. Seed and codes are shown by the one answer that makes them; who
 * loses it begins again.
 */
export function registerFactorSetUp(app: FastifyInstance, deps: PageDeps): void {
  app.post(
    `${twoFactorPath}/start`,
    forVisitors(deps, async (reply, visit) => {
      const { visitor, returnPath, form } = visit;
      const text = form.get('name') ?? '';
      const started = await deps.startFactor(visitor, text);
      return started.ok
        ? sendCodes(reply, deps, { returnPath, ...started.value })
        : refuseAtOverview(reply, deps, visit, started.refusal, { as: 'name', text });
    }),
  );

  app.post(
    `${twoFactorPath}/confirm`,
    forVisitors(deps, async (reply, { visitor, returnPath, form }) => {
      const view = { returnPath, needsSaving: form.has('codes') };
      if (!areCodesSaved(form))
        return sendConfirm(
          reply,
          deps,
          { ...view, failure: 'Save the recovery codes first, and say so.' },
          400,
        );
      const confirmed = await deps.confirmFactor(visitor, form.get('code') ?? '');
      if (confirmed.ok) {
        return goOn(reply, deps, returnPath);
      }
      const { refusal } = confirmed;
      return refuseVisit(reply, deps, { returnPath, refusal }, () => {
        const { status, text, fields } = refusalWords(refusal);
        const rule = fields[0]?.rule;
        const failure = rule === undefined ? text : `The code ${rule}.`;
        return sendConfirm(reply, deps, { ...view, failure }, status);
      });
    }),
  );
}

/** From here to where the visitor was on the way to, or back to what there is now. */
export function goOn(reply: FastifyReply, { publicUrl }: PageDeps, returnPath: string): FastifyReply {
  const { basePath } = publicUrl;
  const next = returnPath === `${basePath}/` ? `${basePath}${twoFactorPath}` : returnPath;
  return reply.header('cache-control', 'no-store').redirect(next, 303);
}

interface CodesView extends StartedFactor {
  readonly returnPath: string;
}

function sendCodes(reply: FastifyReply, deps: PageDeps, view: CodesView): FastifyReply {
  const { basePath, href } = deps.publicUrl;
  const { seed, login, recoveryCodes } = view;
  const uri = keyUri({ issuer: new URL(href).host, login, seed });
  const key = base32(seed).replaceAll(/(.{4})(?=.)/g, '$1 ');
  const title = 'Set up your authenticator app';
  const main = html`<h1>${title}</h1>
<h2>1. Scan this code with the app</h2>
${qrCode(uri, 'QR code for the authenticator app')}
<p>Or type the key: <code>${key}</code></p>
${
  recoveryCodes !== undefined &&
  html`<h2>2. Save your recovery codes</h2>
<p>Each signs you in once when the device is lost. They are not shown again.</p>
${recoveryCodeList(recoveryCodes)}`
}
<h2>${recoveryCodes === undefined ? 2 : 3}. Type the code that the app shows</h2>
${confirmForm(deps, { returnPath: view.returnPath, needsSaving: recoveryCodes !== undefined })}`;
  return sendPage(reply, 200, { basePath, title, main });
}

export function areCodesSaved(form: Form): boolean {
  return !form.has('codes') || form.get('saved') === 'yes';
}

/** Codes were shown above it: without the word that they are kept nothing is turned on. */
export const savedCheck = html`<input type="hidden" name="codes" value="shown" />
  <label class="check"><input type="checkbox" name="saved" value="yes" required /> I have saved the recovery codes</label>`;

export function recoveryCodeList(codes: readonly Secret[]): Html {
  return html`<ul class="recovery-codes">${codes.map((code) => html`<li><code>${code.reveal()}</code></li>`)}</ul>`;
}

interface ConfirmView {
  readonly returnPath: string;
  /** Whether recovery codes were shown with this set-up. */
  readonly needsSaving: boolean;
  readonly failure?: string;
}

function sendConfirm(reply: FastifyReply, deps: PageDeps, view: ConfirmView, status: number): FastifyReply {
  const { basePath } = deps.publicUrl;
  const title = 'Set up your authenticator app';
  const main = html`<h1>${title}</h1>
${view.failure !== undefined && failureNotice(view.failure)}
${confirmForm(deps, view)}
<p class="aside">The QR code and the recovery codes are shown once. <a href="${twoFactorAddress(view.returnPath, basePath)}">Begin again</a> if you do not have them.</p>`;
  return sendPage(reply, status, { basePath, title: `Error: ${title}`, main });
}

function confirmForm({ publicUrl }: PageDeps, { returnPath, needsSaving, failure }: ConfirmView): Html {
  const { basePath } = publicUrl;
  return html`<form method="post" action="${basePath}${twoFactorPath}/confirm${returnQuery(returnPath, basePath)}">
  ${needsSaving && savedCheck}
  ${formField({
    name: 'code',
    label: 'Code',
    kind: 'one-time-code',
    autocomplete: 'one-time-code',
    hasFocus: failure !== undefined,
    describedBy: failure === undefined ? undefined : failureId,
  })}
  <button class="button" type="submit">Turn on two-factor authentication</button>
</form>`;
}
