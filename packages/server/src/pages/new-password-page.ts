import { passwordLengthMin, type Refusal } from '@countersign/core';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { formOf } from './form-body.ts';
import { failureId, failureNotice, formField } from './markup/form-field.ts';
import { html } from './markup/html.ts';
import { sendPage } from './markup/layout.ts';
import type { PageDeps } from './page-deps.ts';
import { refusalWords } from './refusal-words.ts';
import { sendSecondStep } from './second-step-page.ts';
import { enterSession, passwordIn, returnPathIn, returnQuery } from './session-entry.ts';

/**
 * Where somebody whose password another person chose puts their own in its place. It is sign-in once more, with
 * both passwords; no session exists before it is done. Shown by the sign-in page alone: it has no address to visit.
 */
export const newPasswordPath = '/sign-in/new-password';

export function registerNewPasswordPage(app: FastifyInstance, deps: PageDeps): void {
  app.get(newPasswordPath, async (_request, reply) =>
    reply.redirect(`${deps.publicUrl.basePath}/sign-in`, 303),
  );

  app.post(newPasswordPath, async (request, reply) => {
    const form = formOf(request);
    const login = form.get('login') ?? '';
    const returnPath = returnPathIn(request, deps);
    const started = await deps.replacePassword(deps.originOf(request), {
      login,
      password: passwordIn(form, 'password'),
      newPassword: passwordIn(form, 'newPassword'),
    });
    if (!started.ok) return refuse(reply, deps, { login, returnPath }, started.refusal);
    if (started.value.kind === 'second-factor-required')
      return sendSecondStep(reply, deps, { pending: started.value.pending, returnPath });
    return enterSession(request, reply, deps, started.value, returnPath, (refusal) =>
      refuse(reply, deps, { login, returnPath }, refusal),
    );
  });
}

interface NewPasswordView {
  readonly login: string;
  readonly returnPath: string;
  /** What went wrong with the form as a whole. */
  readonly failure?: string;
  /** What is wrong with the new password, as a sentence. */
  readonly error?: string | undefined;
}

function refuse(reply: FastifyReply, deps: PageDeps, view: NewPasswordView, refusal: Refusal): FastifyReply {
  const { status, text, fields, retryAfterSeconds } = refusalWords(refusal);
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  const rule = fields.find(({ field }) => field === 'newPassword')?.rule;
  const error = rule && `New password ${rule}.`;
  return sendNewPassword(reply, deps, { ...view, failure: text, error }, status);
}

/** The form. The login is what was signed in with and is not to be changed here; nothing typed comes back. */
export function sendNewPassword(
  reply: FastifyReply,
  { publicUrl }: PageDeps,
  view: NewPasswordView,
  status = 200,
): FastifyReply {
  const { basePath, href } = publicUrl;
  const { login, returnPath, failure, error } = view;
  const describedBy = failure === undefined ? undefined : failureId;
  const main = html`<h1>Choose a new password</h1>
<p class="lead">Somebody else chose your password for ${new URL(href).host}. Choose one that only you know.</p>
${failure !== undefined && failureNotice(failure)}
<form method="post" action="${basePath}${newPasswordPath}${returnQuery(returnPath, basePath)}">
  ${formField({
    name: 'login',
    label: 'Login',
    kind: 'login',
    autocomplete: 'username',
    value: login,
    isFixed: true,
  })}
  ${formField({
    name: 'password',
    label: 'Current password',
    kind: 'password',
    autocomplete: 'current-password',
    hasFocus: true,
    describedBy,
  })}
  ${formField({
    name: 'newPassword',
    label: 'New password',
    kind: 'password',
    autocomplete: 'new-password',
    hint: `At least ${passwordLengthMin} characters. Several words are easier to remember than symbols.`,
    error,
    describedBy,
  })}
  <button class="button" type="submit">Change password and sign in</button>
</form>`;
  const title = 'Choose a new password';
  return sendPage(reply, status, {
    basePath,
    title: status === 200 ? title : `Error: ${title}`,
    main,
    part: 'new-password',
  });
}
