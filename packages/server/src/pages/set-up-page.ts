import { passwordLengthMin } from '@countersign/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendErrorPage } from './error-page.ts';
import { formOf } from './form-body.ts';
import { type FormField, failureNotice, formField, notice } from './markup/form-field.ts';
import { type Html, html } from './markup/html.ts';
import { sendPage } from './markup/layout.ts';
import type { PageDeps } from './page-deps.ts';
import { refusalWords } from './refusal-words.ts';
import {
  administratorIn,
  type FieldErrors,
  fieldErrors,
  findFieldErrors,
  readSetUpForm,
  type SetUpField,
  setUpLabels,
} from './set-up-form.ts';

/**
 * First-run set-up: whoever has the code from the console makes the first administrator. From then on this
 * address is like one that never was.
 */
export function registerSetUpPage(app: FastifyInstance, deps: PageDeps): void {
  const { basePath } = deps.publicUrl;
  const answerGone = (request: FastifyRequest, reply: FastifyReply) =>
    sendErrorPage(reply, { basePath, status: 404, requestId: request.id });

  app.get('/setup', async (request, reply) => {
    if (!(await deps.isSetUpOpen())) return answerGone(request, reply);
    return sendSetUp(request, reply, deps, {});
  });

  app.post('/setup', async (request, reply) => {
    if (!(await deps.isSetUpOpen())) return answerGone(request, reply);
    const form = readSetUpForm(formOf(request));
    const typed = { login: form.login, name: form.name };
    const errors = findFieldErrors(form, deps.firstGuesses);
    if (Object.keys(errors).length > 0) return sendSetUp(request, reply, deps, { ...typed, errors }, 400);

    const made = await deps.completeSetUp(deps.originOf(request), {
      code: form.code,
      administrator: administratorIn(form),
    });
    if (made.ok) return reply.header('cache-control', 'no-store').redirect(`${basePath}/sign-in?set-up`, 303);
    if (made.refusal.kind === 'not-found') return answerGone(request, reply);
    const { status, text, fields, retryAfterSeconds } = refusalWords(made.refusal);
    if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
    return sendSetUp(request, reply, deps, { ...typed, text, errors: fieldErrors(fields) }, status);
  });
}

interface SetUpView {
  /** What was typed and may be shown again: neither code nor passwords. */
  readonly login?: string;
  readonly name?: string;
  /** What went wrong as a whole. */
  readonly text?: string;
  readonly errors?: FieldErrors;
}

function sendSetUp(
  request: FastifyRequest,
  reply: FastifyReply,
  { publicUrl }: PageDeps,
  view: SetUpView,
  status = 200,
): FastifyReply {
  const { basePath } = publicUrl;
  const { errors = {} } = view;
  const focused =
    (Object.keys(setUpLabels) as SetUpField[]).find((name) => errors[name] !== undefined) ?? 'code';
  const field = (name: SetUpField, rest: Omit<FormField, 'name' | 'label'>) =>
    formField({ ...rest, name, label: setUpLabels[name], error: errors[name], hasFocus: name === focused });

  const main = html`<h1>Set up Countersign</h1>
<p class="lead">Make the first administrator. When that is done, this page is gone for good.</p>
${status !== 200 && failureNotice(noticeText(view))}
${addressWarning(request, publicUrl.href)}
<form method="post" action="${basePath}/setup">
  ${field('code', {
    kind: 'code',
    autocomplete: 'off',
    hint: 'The server printed it on its console when it started. Case and dashes do not matter.',
  })}
  ${field('login', { kind: 'login', autocomplete: 'username', value: view.login })}
  ${field('name', { kind: 'name', autocomplete: 'name', value: view.name })}
  ${field('password', {
    kind: 'password',
    autocomplete: 'new-password',
    hint: `At least ${passwordLengthMin} characters. Several words are easier to remember than symbols.`,
  })}
  ${field('repeated', { kind: 'password', autocomplete: 'new-password' })}
  <button class="button" type="submit">Create administrator</button>
</form>
<p class="aside">The public address of this server is <code>${publicUrl.href}</code></p>`;
  return sendPage(reply, status, { basePath, title: status === 200 ? 'Set up' : 'Error: Set up', main });
}

function noticeText({ text = 'Nothing was saved.', errors = {} }: SetUpView): string {
  const count = Object.keys(errors).length;
  if (count === 0) return text;
  const what = count === 1 ? 'the field marked below' : `the ${count} fields marked below`;
  return `${text} Correct ${what}, and type code and passwords again.`;
}

/** Links, cookies and form protection follow the public address; the first page is the place to notice a wrong one. */
function addressWarning(request: FastifyRequest, href: string): Html | undefined {
  const { host } = request.headers;
  if (host === undefined || host.toLowerCase() === new URL(href).host) return undefined;
  const text = `You opened this page at ${host}. If people will use that address, set publicUrl to it first.`;
  return notice('warning', text);
}
