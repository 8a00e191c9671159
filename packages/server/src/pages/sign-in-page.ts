import type { Refusal } from '@countersign/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hostOf } from './consent-page.ts';
import { formOf } from './form-body.ts';
import { frameOf } from './held-page.ts';
import { failureId, failureNotice, formField, notice } from './markup/form-field.ts';
import { type Html, html } from './markup/html.ts';
import { sendPage } from './markup/layout.ts';
import { askForPasskey, passkeyForm, passkeysElsewhere } from './markup/passkey-form.ts';
import { sendNewPassword } from './new-password-page.ts';
import type { PageDeps } from './page-deps.ts';
import { refusalWords } from './refusal-words.ts';
import { sendSecondStep } from './second-step-page.ts';
import { enterSession, passkeySignInPath, passwordIn, returnPathIn, returnQuery } from './session-entry.ts';

/** Sign-in with login and password. Everything but success looks the same for every account and for none. */
export function registerSignInPage(app: FastifyInstance, deps: PageDeps): void {
  const { publicUrl } = deps;

  app.get('/sign-in', async (request, reply) => {
    // Nobody has an account yet.
    if (await deps.isSetUpOpen()) return reply.redirect(`${publicUrl.basePath}/setup`, 303);
    const returnPath = returnPathIn(request, deps);
    // Whoever confirms who they are need not say so again; the name is the session's, never the address's.
    const visitor = isAskedAgain(request) ? await deps.visitorOf(request) : undefined;
    return sendSignIn(reply, deps, { returnPath, login: visitor?.actor.login, notice: greeting(request) });
  });

  app.post('/sign-in', async (request, reply) => {
    const form = formOf(request);
    const login = form.get('login') ?? '';
    const returnPath = returnPathIn(request, deps);
    const started = await deps.signIn(deps.originOf(request), {
      login,
      password: passwordIn(form, 'password'),
    });
    if (!started.ok) return refuseSignIn(reply, deps, { login, returnPath }, started.refusal);

    if (started.value.kind === 'password-change-required')
      return sendNewPassword(reply, deps, { login, returnPath });
    if (started.value.kind === 'second-factor-required')
      return sendSecondStep(reply, deps, { pending: started.value.pending, returnPath });
    return enterSession(request, reply, deps, started.value, returnPath, (refusal) =>
      refuseSignIn(reply, deps, { login, returnPath }, refusal),
    );
  });
}

interface SignInView {
  readonly returnPath: string;
  /** What was typed; never the password. */
  readonly login?: string | undefined;
  readonly notice?: Html | undefined;
  readonly hasFailed?: boolean;
}

function refuseSignIn(reply: FastifyReply, deps: PageDeps, view: SignInView, refusal: Refusal): FastifyReply {
  const { status, text, retryAfterSeconds } = refusalWords(refusal);
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  return sendSignIn(reply, deps, { ...view, notice: failureNotice(text), hasFailed: true }, status);
}

const passkeyRefused = 'That passkey was not accepted. Try again, or sign in with your password.';

/** One sentence for every reason that lies in the passkey. */
export function refusePasskeySignIn(
  reply: FastifyReply,
  deps: PageDeps,
  returnPath: string,
  refusal: Refusal,
): FastifyReply {
  const { status, text, retryAfterSeconds } = refusalWords(refusal);
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  const words = refusal.kind === 'sign-in-failed' ? passkeyRefused : text;
  return sendSignIn(reply, deps, { returnPath, notice: failureNotice(words) }, status);
}

function sendSignIn(
  reply: FastifyReply,
  { publicUrl, relyingParty, requestPasskey }: PageDeps,
  view: SignInView,
  status = 200,
): FastifyReply {
  const { basePath, href } = publicUrl;
  const { returnPath, login = '', hasFailed = false } = view;
  const frame = frameOf(reply.request, basePath);
  const takesPasskeys = relyingParty !== undefined && frame === undefined;
  const main = html`<h1>Sign in</h1>
<p class="lead">${leadTo(reply, new URL(href).host)}</p>
${view.notice}
<form method="post" action="${basePath}/sign-in${returnQuery(returnPath, basePath)}">
  ${formField({
    name: 'login',
    label: 'Login',
    kind: 'login',
    autocomplete: 'username webauthn',
    value: login,
    hasFocus: login === '',
    describedBy: hasFailed ? failureId : undefined,
  })}
  ${formField({
    name: 'password',
    label: 'Password',
    kind: 'password',
    autocomplete: 'current-password',
    hasFocus: login !== '',
    describedBy: hasFailed ? failureId : undefined,
  })}
  <button class="button" type="submit">Sign in</button>
</form>
${relyingParty !== undefined && frame !== undefined && passkeysElsewhere(frame.wayOut)}
${
  takesPasskeys &&
  passkeyForm({
    action: `${basePath}${passkeySignInPath}${returnQuery(returnPath, basePath)}`,
    question: askForPasskey(relyingParty, requestPasskey()),
    label: 'Sign in with a passkey',
    otherwise: 'Try again, or sign in with your password.',
    isQuiet: true,
  })
}`;
  const title = status === 200 ? 'Sign in' : 'Error: Sign in';
  return sendPage(reply, status, { basePath, title, main, takesPasskeys, part: 'sign-in' });
}

/** Where signing in leads: here, or on to the application that sent the visitor. */
function leadTo({ request }: FastifyReply, host: string): Html {
  const { destination } = request;
  if (destination === undefined) return html`to ${host}`;
  const { client, redirectUri } = destination;
  return html`to continue to <strong><bdi>${client.name}</bdi></strong> (${hostOf(redirectUri)})`;
}

function isAskedAgain(request: FastifyRequest): boolean {
  return 'again' in (request.query as Readonly<Record<string, unknown>>);
}

/** What just happened elsewhere, said by the page that one is sent to afterwards. */
function greeting(request: FastifyRequest): Html | undefined {
  const query = request.query as Readonly<Record<string, unknown>>;
  if ('signed-out' in query) return notice('success', 'You are signed out.');
  if ('expired' in query) return notice('warning', 'Signing in took too long. Begin again.');
  if (isAskedAgain(request))
    return notice('warning', 'Sign in once more: the last time was more than ten minutes ago.');
  if ('password-reset' in query) return notice('success', 'Your new password is set. Sign in with it.');
  if ('set-up' in query) return notice('success', 'The first administrator was created. Sign in to begin.');
  return undefined;
}
