import { type Refusal, Secret, type ShownFactor } from '@countersign/core';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Form, formOf } from './form-body.ts';
import { frameOf, leadOn } from './held-page.ts';
import { failureId, failureNotice, formField } from './markup/form-field.ts';
import { html } from './markup/html.ts';
import { sendPage } from './markup/layout.ts';
import { askForPasskey, passkeyForm, passkeysElsewhere } from './markup/passkey-form.ts';
import type { PageDeps } from './page-deps.ts';
import { refusalWords } from './refusal-words.ts';
import { enterSession, returnPathIn, returnQuery } from './session-entry.ts';

/**
 * The second step of signing in: one field for a code of an authenticator app or a recovery code, and a passkey where
 * the account has one. Shown by the step before it alone, whose answer it carries along; there is no session before it is done.
 */
export const secondStepPath = '/sign-in/second-step';

export function registerSecondStepPage(app: FastifyInstance, deps: PageDeps): void {
  const { basePath } = deps.publicUrl;
  app.get(secondStepPath, async (_request, reply) => reply.redirect(`${basePath}/sign-in`, 303));

  app.post(secondStepPath, async (request, reply) => {
    const form = formOf(request);
    const returnPath = returnPathIn(request, deps);
    // Nothing that was carried along is no step before this one.
    const pending = new Secret(form.get('pending') || '-');
    const shown = shownIn(form);
    const refuse = (refusal: Refusal) => refuseStep(reply, deps, { pending, returnPath, shown }, refusal);
    const started = await deps.completeSignIn(deps.originOf(request), { pending, shown });
    return started.ok
      ? enterSession(request, reply, deps, started.value, returnPath, refuse)
      : refuse(started.refusal);
  });
}

function shownIn(form: Form): ShownFactor {
  const answer = form.get('passkey');
  return answer === undefined ? { kind: 'code', code: form.get('code') ?? '' } : { kind: 'passkey', answer };
}

interface SecondStepView {
  readonly pending: Secret;
  readonly returnPath: string;
  readonly failure?: string;
}

async function refuseStep(
  reply: FastifyReply,
  deps: PageDeps,
  view: SecondStepView & { readonly shown: ShownFactor },
  refusal: Refusal,
): Promise<FastifyReply> {
  const { basePath } = deps.publicUrl;
  if (refusal.kind === 'sign-in-expired') {
    const query = new URLSearchParams({
      ...(view.returnPath === `${basePath}/` ? {} : { return: view.returnPath }),
    });
    query.append('expired', '');
    return leadOn(reply, `${basePath}/sign-in?${query}`);
  }
  const { status, text, retryAfterSeconds } = refusalWords(refusal);
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  const failure = refusal.kind === 'sign-in-failed' ? wrong[view.shown.kind] : text;
  return sendSecondStep(reply, deps, { ...view, failure }, status);
}

const wrong: Readonly<Record<ShownFactor['kind'], string>> = {
  code: 'That code is not right, or was used before. Wait for the next one that the app shows, and check the clock of the device.',
  passkey: 'That passkey was not accepted. Try again, or use another method.',
};

export async function sendSecondStep(
  reply: FastifyReply,
  { publicUrl, relyingParty, readSecondStep }: PageDeps,
  { pending, returnPath, failure }: SecondStepView,
  status = 200,
): Promise<FastifyReply> {
  const { hasApp, passkeys } = await readSecondStep(pending);
  const { basePath, href } = publicUrl;
  const action = `${basePath}${secondStepPath}${returnQuery(returnPath, basePath)}`;
  const carried = html`<input type="hidden" name="pending" value="${pending.reveal()}" />`;
  const frame = frameOf(reply.request, basePath);
  const takesCodes = hasApp || passkeys === undefined;
  const passkey =
    passkeys !== undefined &&
    relyingParty !== undefined &&
    frame === undefined &&
    passkeyForm({
      action,
      question: askForPasskey(relyingParty, passkeys),
      label: 'Use a passkey or security key',
      fields: carried,
      otherwise: 'Try again, or use another method.',
    });
  const title = 'Two-factor authentication';
  const main = html`<h1>${title}</h1>
<p class="lead">One more step to sign in to ${new URL(href).host}.</p>
${failure !== undefined && failureNotice(failure)}
${passkey}
<form method="post" action="${action}">
  ${carried}
  ${formField({
    name: 'code',
    label: takesCodes ? 'Code' : 'Recovery code',
    kind: 'one-time-code',
    autocomplete: 'one-time-code',
    hint: takesCodes
      ? 'The six digits that your authenticator app shows, or one of your recovery codes.'
      : 'One of those that you saved when you added the passkey.',
    hasFocus: passkey === false,
    describedBy: failure === undefined ? undefined : failureId,
  })}
  <button class="${passkey === false ? 'button' : 'button button-quiet'}" type="submit">Sign in</button>
</form>
${passkeys !== undefined && frame !== undefined && passkeysElsewhere(frame.wayOut)}
<p class="aside">Lost the device and the recovery codes? An administrator can switch two-factor authentication off for your account.</p>`;
  return sendPage(reply, status, {
    basePath,
    title: status === 200 ? title : `Error: ${title}`,
    main,
    takesPasskeys: passkey !== false,
    part: 'sign-in',
  });
}
