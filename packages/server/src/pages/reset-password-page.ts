import { passwordLengthMin, type Refusal, type Secret } from '@countersign/core';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { formOf } from './form-body.ts';
import { failureId, failureNotice, formField } from './markup/form-field.ts';
import { html } from './markup/html.ts';
import { sendPage } from './markup/layout.ts';
import type { PageDeps } from './page-deps.ts';
import { refusalWords } from './refusal-words.ts';
import { passwordIn } from './session-entry.ts';

/**
 * Where a lost password is replaced, with a link that an administrator made. Looking spends nothing, so that no mail
 * scanner takes the link away; the form carries it back. It ends at sign-in, which asks for all it ever asks for.
 */
export const resetPasswordPath = '/reset-password';

/** The link itself: it leaves in one answer, and no log holds what stands behind a question mark. */
export function resetPasswordAddress(href: string, secret: Secret): string {
  return `${href}${resetPasswordPath}?${new URLSearchParams({ link: secret.reveal() })}`;
}

export function registerResetPasswordPage(app: FastifyInstance, deps: PageDeps): void {
  app.get(resetPasswordPath, async (request, reply) => {
    const { link } = request.query as Readonly<Record<string, unknown>>;
    const owner = typeof link === 'string' ? await deps.findResetOwner(link) : undefined;
    if (typeof link !== 'string' || owner === undefined) return sendNoSuchLink(reply, deps);
    return sendResetPassword(reply, deps, { link, login: owner.login, endsTokens: true });
  });

  app.post(resetPasswordPath, async (request, reply) => {
    const form = formOf(request);
    const link = form.get('link') ?? '';
    const endsTokens = form.has('endTokens');
    const reset = await deps.resetPassword(deps.originOf(request), {
      link,
      newPassword: passwordIn(form, 'newPassword'),
      endsTokens,
    });
    if (reset.ok)
      return reply
        .header('cache-control', 'no-store')
        .redirect(`${deps.publicUrl.basePath}/sign-in?password-reset`, 303);
    const owner = reset.refusal.kind === 'not-found' ? undefined : await deps.findResetOwner(link);
    if (owner === undefined) return sendNoSuchLink(reply, deps);
    return refuse(reply, deps, { link, login: owner.login, endsTokens }, reset.refusal);
  });
}

interface ResetPasswordView {
  readonly link: string;
  readonly login: string;
  readonly endsTokens: boolean;
  /** What went wrong with the form as a whole. */
  readonly failure?: string;
  /** What is wrong with the new password, as a sentence. */
  readonly error?: string | undefined;
}

function refuse(
  reply: FastifyReply,
  deps: PageDeps,
  view: ResetPasswordView,
  refusal: Refusal,
): FastifyReply {
  const { status, text, fields, retryAfterSeconds } = refusalWords(refusal);
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  const rule = fields.find(({ field }) => field === 'newPassword')?.rule;
  const error = rule && `New password ${rule}.`;
  return sendResetPassword(reply, deps, { ...view, failure: text, error }, status);
}

/** The form names its owner: they sign in with that name next, and whoever keeps passwords keeps it with this one. */
function sendResetPassword(
  reply: FastifyReply,
  { publicUrl }: PageDeps,
  view: ResetPasswordView,
  status = 200,
): FastifyReply {
  const { basePath, href } = publicUrl;
  const { link, login, endsTokens, failure, error } = view;
  const main = html`<h1>Set a new password</h1>
<p class="lead">for ${new URL(href).host}. You are signed out everywhere; then sign in with it.</p>
${failure !== undefined && failureNotice(failure)}
<form method="post" action="${basePath}${resetPasswordPath}">
  <input type="hidden" name="link" value="${link}" />
  ${formField({
    name: 'login',
    label: 'Login',
    kind: 'login',
    autocomplete: 'username',
    value: login,
    isFixed: true,
  })}
  ${formField({
    name: 'newPassword',
    label: 'New password',
    kind: 'password',
    autocomplete: 'new-password',
    hint: `At least ${passwordLengthMin} characters. Several words are easier to remember than symbols.`,
    hasFocus: true,
    error,
    describedBy: failure === undefined ? undefined : failureId,
  })}
  <label class="check">
    <input type="checkbox" name="endTokens" ${endsTokens && html`checked`} />
    <span>End all my tokens, too. Leave this on if somebody else may know the old password.</span>
  </label>
  <button class="button" type="submit">Set password</button>
</form>`;
  const title = 'Set a new password';
  return sendPage(reply, status, { basePath, title: status === 200 ? title : `Error: ${title}`, main });
}

/** One answer for a link that is unknown, spent, replaced or too old (ASVS 6.3.8). */
function sendNoSuchLink(reply: FastifyReply, { publicUrl: { basePath } }: PageDeps): FastifyReply {
  const main = html`<h1>This link opens nothing</h1>
<p>A link for a new password is good once and for a day, and a newer one takes its place. Ask an administrator for another.</p>
<p><a href="${basePath}/sign-in">Go to sign-in</a></p>`;
  return sendPage(reply, 404, { basePath, title: 'This link opens nothing', main });
}
