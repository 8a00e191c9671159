import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { logoutPath } from '../oauth/engine-routes.ts';
import { applicationFault } from '../oauth/error-page.ts';
import { leadingFields, type SignOutRequest, type SignOutRequests } from '../oauth/sign-out-request.ts';
import { parseForm } from '../verify/form.ts';
import { formTargetOf } from './consent-page.ts';
import { type ErrorPage, sendErrorPage } from './error-page.ts';
import { type Form, formOf } from './form-body.ts';
import { html } from './markup/html.ts';
import { sendPage } from './markup/layout.ts';
import type { PageDeps } from './page-deps.ts';
import { refusalWords } from './refusal-words.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether forms of other sites may be sent here: then they change nothing. */
    takesForeignForms?: boolean;
  }
}

/**
 * Where applications send their users to sign out (OpenID Connect RP-Initiated Logout 1.0). Who comes with an identity
 * token of their own, which the application alone has, is signed out and led back at once; everybody else is asked
 * first, as any page can send them here (ASVS 10.6.2).
 */
export function registerLogoutPage(app: FastifyInstance, deps: PageDeps, requests: SignOutRequests): void {
  const { basePath } = deps.publicUrl;

  app.get(logoutPath, async (request, reply) => {
    const fields = parseForm(queryOf(request.url));
    if (fields === undefined) return sendErrorPage(reply, { basePath, status: 400, requestId: request.id });
    const asked = await readSignOut(request, reply, deps, requests, fields);
    if (asked === undefined) return reply;
    const visitor = await deps.visitorOf(request);
    if (visitor === undefined) return leadOn(reply, deps, asked);
    if (visitor.actor.userId === asked.hintedUserId) return signOut(request, reply, deps, asked);
    return sendQuestion(reply, deps, asked, visitor.actor.login, fields);
  });

  // A form from another site brings no cookie along; as an address it does.
  app.post(logoutPath, { config: { takesForeignForms: true } }, async (request, reply) => {
    const query = new URLSearchParams([...formOf(request)]);
    return reply.header('cache-control', 'no-store').redirect(`${basePath}${logoutPath}?${query}`, 303);
  });
}

function queryOf(target: string): string {
  const mark = target.indexOf('?');
  return mark < 0 ? '' : target.slice(mark + 1);
}

/** Reads what an application wants; what it may not want is answered here. */
export async function readSignOut(
  request: FastifyRequest,
  reply: FastifyReply,
  { publicUrl: { basePath } }: PageDeps,
  requests: SignOutRequests,
  fields: Form,
): Promise<SignOutRequest | undefined> {
  const from = { request: request.raw, response: reply.raw, requestId: request.id };
  const asked = await requests.read(from, fields);
  if (asked.ok) return asked.value;
  const { fields: broken, status } = refusalWords(asked.refusal);
  const [first] = broken;
  const error_description = first && `${first.field} ${first.rule}`;
  sendPage(reply, status, applicationFault(basePath, { error: 'invalid_request', error_description }));
  return undefined;
}

/** Ends the session, if there is one, and leads to where it is wished. */
export async function signOut(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: PageDeps,
  asked: SignOutRequest,
): Promise<FastifyReply> {
  const { basePath } = deps.publicUrl;
  const ended = await deps.signOut(request);
  if (!ended.ok) {
    const { status, retryAfterSeconds } = refusalWords(ended.refusal);
    const page: ErrorPage = { basePath, status, requestId: request.id, retryAfterSeconds };
    return sendErrorPage(reply, page);
  }
  return leadOn(reply.header('set-cookie', deps.cookie.end()), deps, asked);
}

function leadOn(
  reply: FastifyReply,
  { publicUrl: { basePath } }: PageDeps,
  { leadsTo }: SignOutRequest,
): FastifyReply {
  const address = leadsTo ?? `${basePath}/sign-in?signed-out`;
  return reply.header('cache-control', 'no-store').redirect(address, 303);
}

function sendQuestion(
  reply: FastifyReply,
  { publicUrl: { basePath } }: PageDeps,
  { client, leadsTo }: SignOutRequest,
  login: string,
  fields: Form,
): FastifyReply {
  const title = 'Sign out?';
  // The application may have said who it is by the identity token alone.
  const kept = new Map(client === undefined ? [] : [...fields, ['client_id', client.id]]);
  const who = client === undefined ? 'An application' : html`<bdi>${client.name}</bdi>`;
  const main = html`<h1>${title}</h1>
<p class="lead">${who} asks to sign you out. You are <bdi>${login}</bdi>, in this browser.</p>
<form method="post" action="${basePath}/sign-out">
  ${leadingFields
    .filter((name) => kept.has(name))
    .map((name) => html`<input type="hidden" name="${name}" value="${kept.get(name) ?? ''}" />`)}
  <button class="button" type="submit">Sign out</button>
</form>
<p class="aside"><a href="${basePath}/">Stay signed in</a></p>`;
  // Browsers hold the form to its policy where its answer leads on, too.
  if (leadsTo !== undefined) reply.formTarget = formTargetOf(leadsTo);
  return sendPage(reply, 200, { basePath, title, main });
}
