import type { UserActor } from '@countersign/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type {
  AuthorizationRequest,
  AuthorizationRequests,
  Destination,
  Exchange,
} from '../oauth/authorization-request.ts';
import { interactionPath } from '../oauth/interaction-path.ts';
import { formOf } from './form-body.ts';
import { leadOn } from './held-page.ts';
import { failureNotice, notice } from './markup/form-field.ts';
import { type Html, html } from './markup/html.ts';
import { sendPage } from './markup/layout.ts';
import type { PageDeps } from './page-deps.ts';
import { refusalWords } from './refusal-words.ts';
import { twoFactorAddress } from './session-entry.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The application that sent the visitor here, where the address is that of its request, or leads back to it. */
    destination: Destination | undefined;
  }
}

/**
 * Where an application's request waits for somebody: to sign in first, and to agree. Nothing is agreed to by default:
 * Deny and Allow stand side by side, and what is allowed is said in sentences.
 */
export function registerConsentPage(
  app: FastifyInstance,
  deps: PageDeps,
  requests: AuthorizationRequests,
): void {
  const { basePath } = deps.publicUrl;
  const exchangeOf = (request: FastifyRequest, reply: FastifyReply): Exchange => ({
    request: request.raw,
    response: reply.raw,
    requestId: request.id,
  });
  const signInFirst = (reply: FastifyReply, { uid }: AuthorizationRequest, isSignedIn: boolean) => {
    const query = new URLSearchParams({ return: `${basePath}${interactionPath}/${uid}` });
    if (isSignedIn) query.append('again', '');
    return leadOn(reply, `${basePath}/sign-in?${query}`);
  };

  app.decorateRequest('destination', undefined);
  // Whoever signs in on the way may be led on from there, where nothing has to be asked any more.
  app.addHook('onRequest', async (request, reply) => {
    const uid = uidIn((request.query as Readonly<Record<string, unknown>>).return, basePath);
    if (uid === undefined) return;
    request.destination = await requests.findDestination(exchangeOf(request, reply), uid);
    if (request.destination !== undefined) reply.formTarget = formTargetOf(request.destination.redirectUri);
  });
  // The request that the browser's cookie names; where it came without one, the page may still say so in a frame.
  const findRequest = async (request: FastifyRequest, reply: FastifyReply) => {
    const from = exchangeOf(request, reply);
    const asked = await requests.find(from);
    const { uid } = request.params as { readonly uid: string };
    request.destination = asked ?? (await requests.findDestination(from, uid));
    return { from, asked };
  };

  app.get(`${interactionPath}/:uid`, async (request, reply) => {
    const { from, asked } = await findRequest(request, reply);
    if (asked === undefined) return sendGone(reply, deps);
    const visitor = await deps.visitorOf(request);
    if (visitor === undefined) return signInFirst(reply, asked, false);
    const { via } = visitor.actor;
    if (asked.wantsFreshSignIn && !isFresher(visitor.actor, asked)) return signInFirst(reply, asked, true);
    if (asked.wants === 'sign-in') return leadOn(reply, await requests.signedIn(from, visitor));
    const isReduced = via.kind === 'session' && via.isReduced === true;
    return sendConsent(reply, deps, asked, { login: visitor.actor.login, isReduced });
  });

  app.post(`${interactionPath}/:uid`, async (request, reply) => {
    const { from, asked } = await findRequest(request, reply);
    if (asked === undefined) return sendGone(reply, deps);
    if (formOf(request).get('answer') !== 'allow') {
      return leadOn(reply, await requests.deny(from));
    }
    const visitor = await deps.visitorOf(request);
    if (visitor === undefined) return signInFirst(reply, asked, false);
    const approved = await requests.approve(from, visitor);
    if (approved.ok) return leadOn(reply, approved.value);
    const { text, status } = refusalWords(approved.refusal);
    const { login, via } = visitor.actor;
    const isReduced = via.kind === 'session' && via.isReduced === true;
    return sendConsent(reply, deps, asked, { login, isReduced, failure: text }, status);
  });
}

/** Whether somebody signed in after the request began: then they have another session, even within the same second. */
function isFresher({ via }: UserActor, { startedAt, startedIn }: AuthorizationRequest): boolean {
  if (via.kind !== 'session' || via.authenticatedAt === undefined) return false;
  return via.id !== startedIn && via.authenticatedAt >= startedAt;
}

interface ConsentView {
  readonly login: string;
  readonly isReduced: boolean;
  readonly failure?: string;
}

function sendConsent(
  reply: FastifyReply,
  { publicUrl }: PageDeps,
  asked: AuthorizationRequest,
  { login, isReduced, failure }: ConsentView,
  status = 200,
): FastifyReply {
  const { basePath } = publicUrl;
  const { uid, client, redirectUri } = asked;
  const address = `${basePath}${interactionPath}/${uid}`;
  const title = `Let ${client.name} act as you?`;
  const main = html`<h1>Let <bdi>${client.name}</bdi> act as you?</h1>
<p class="lead">You are <bdi>${login}</bdi>. <a href="${basePath}/sign-in?return=${encodeURIComponent(address)}">Not you?</a></p>
${failure !== undefined && failureNotice(failure)}
${isReduced && notice('warning', html`One of your groups requires two-factor authentication: <a href="${twoFactorAddress(address, basePath)}">set it up</a> before you let an application act as you.`)}
<p><bdi>${client.name}</bdi> asks to:</p>
<ul class="wishes">${wishes(asked).map((wish) => html`<li>${wish}</li>`)}</ul>
<p class="aside">The answer goes to <code>${hostOf(redirectUri)}</code>. You see and end it at any time under Account Security.</p>
<form class="answers" method="post" action="${address}">
  <button class="button button-quiet" type="submit" name="answer" value="deny">Deny</button>
  ${!isReduced && html`<button class="button button-quiet" type="submit" name="answer" value="allow">Allow</button>`}
</form>`;
  // Browsers hold the form to its policy where its answer leads on, too.
  reply.formTarget = formTargetOf(redirectUri);
  return sendPage(reply, status, {
    basePath,
    title: status === 200 ? title : `Error: ${title}`,
    main,
    part: 'consent',
  });
}

/** What it asks for, in sentences; what weighs most comes first. */
export function wishes({
  services,
  openIdScope,
  isOffline,
  client,
}: Pick<AuthorizationRequest, 'services' | 'openIdScope' | 'isOffline' | 'client'>): readonly Html[] {
  const lines: Html[] = [];
  for (const { name } of services)
    lines.push(html`do in <strong><bdi>${name}</bdi></strong> whatever you may do there`);
  if (isOffline)
    lines.push(html`go on while you are away, for at most ${days(client.client?.totalSeconds ?? 0)}`);
  if (openIdScope.includes('email')) lines.push(html`know your e-mail address`);
  if (openIdScope.includes('profile')) lines.push(html`know your name and login`);
  else lines.push(html`recognise you when you come again`);
  return lines;
}

function days(seconds: number): string {
  const count = Math.round(seconds / 86_400);
  return count <= 1 ? 'a day' : `${count} days`;
}

/** Whole, as it is the one thing here that the application did not choose freely. */
export function hostOf(uri: string): string {
  const { protocol, host } = new URL(uri);
  return host === '' || !/^https?:$/.test(protocol) ? uri : host;
}

/** The name of the request that an address leads back to. */
function uidIn(address: unknown, basePath: string): string | undefined {
  const start = `${basePath}${interactionPath}/`;
  const uid = typeof address === 'string' && address.startsWith(start) ? address.slice(start.length) : '';
  return /^[A-Za-z0-9_-]{20,100}$/.test(uid) ? uid : undefined;
}

/** What a policy calls the place that a form leads to: an origin, or the scheme of an installed program. */
export function formTargetOf(uri: string): string {
  const { protocol, origin } = new URL(uri);
  return /^https?:$/.test(protocol) ? origin : protocol;
}

function sendGone(reply: FastifyReply, { publicUrl: { basePath } }: PageDeps): FastifyReply {
  const title = 'This took too long';
  const main = html`<h1>${title}</h1>
<p>Go back to the application that sent you here, and begin again.</p>
<p class="aside"><a href="${basePath}/">Go to the start page</a></p>`;
  return sendPage(reply, 410, { basePath, title: `Error: ${title}`, main });
}
