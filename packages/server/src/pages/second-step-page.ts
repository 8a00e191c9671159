import { type Refusal, Secret } from '@countersign/core';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { formOf } from './form-body.ts';
import { failureId, failureNotice, formField } from './markup/form-field.ts';
import { html } from './markup/html.ts';
import { sendPage } from './markup/layout.ts';
import type { PageDeps } from './page-deps.ts';
import { refusalWords } from './refusal-words.ts';
import { enterSession, returnPathIn, returnQuery } from './session-entry.ts';

/**
 * The second step of signing in: one field for a code of an authenticator app or a recovery code. Shown by the step
 * before it alone, whose answer it carries along; there is no session before it is done.
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
    const refuse = (refusal: Refusal) => refuseStep(reply, deps, { pending, returnPath }, refusal);
    const started = await deps.completeSignIn(deps.originOf(request), {
      pending,
      code: form.get('code') ?? '',
    });
    return started.ok
      ? enterSession(request, reply, deps, started.value, returnPath, refuse)
      : refuse(started.refusal);
  });
}

interface SecondStepView {
  readonly pending: Secret;
  readonly returnPath: string;
  readonly failure?: string;
}

function refuseStep(
  reply: FastifyReply,
  deps: PageDeps,
  view: SecondStepView,
  refusal: Refusal,
): FastifyReply {
  const { basePath } = deps.publicUrl;
  if (refusal.kind === 'sign-in-expired') {
    const query = new URLSearchParams({
      ...(view.returnPath === `${basePath}/` ? {} : { return: view.returnPath }),
    });
    query.append('expired', '');
    return reply.header('cache-control', 'no-store').redirect(`${basePath}/sign-in?${query}`, 303);
  }
  const { status, text, retryAfterSeconds } = refusalWords(refusal);
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  const failure = refusal.kind === 'sign-in-failed' ? wrongCode : text;
  return sendSecondStep(reply, deps, { ...view, failure }, status);
}

const wrongCode =
  'That code is not right, or was used before. Wait for the next one that the app shows, and check the clock of the device.';

export function sendSecondStep(
  reply: FastifyReply,
  { publicUrl }: PageDeps,
  { pending, returnPath, failure }: SecondStepView,
  status = 200,
): FastifyReply {
  const { basePath, href } = publicUrl;
  const title = 'Two-factor authentication';
  const main = html`<h1>${title}</h1>
<p class="lead">One more step to sign in to ${new URL(href).host}.</p>
${failure !== undefined && failureNotice(failure)}
<form method="post" action="${basePath}${secondStepPath}${returnQuery(returnPath, basePath)}">
  <input type="hidden" name="pending" value="${pending.reveal()}" />
  ${formField({
    name: 'code',
    label: 'Code',
    kind: 'one-time-code',
    autocomplete: 'one-time-code',
    hint: 'The six digits that your authenticator app shows, or one of your recovery codes.',
    hasFocus: true,
    describedBy: failure === undefined ? undefined : failureId,
  })}
  <button class="button" type="submit">Sign in</button>
</form>
<p class="aside">Lost the device and the recovery codes? An administrator can switch two-factor authentication off for your account.</p>`;
  return sendPage(reply, status, { basePath, title: status === 200 ? title : `Error: ${title}`, main });
}
