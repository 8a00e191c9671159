import { type Refusal, Secret, type StartedSession } from '@countersign/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Form } from './form-body.ts';
import { leadOn } from './held-page.ts';
import type { PageDeps } from './page-deps.ts';
import { returnPathOf } from './return-path.ts';

/** What the pages that end in a session have in common. */

/**
 * Stands in for an empty password, so that it takes the same way and the same time as any other (ASVS 6.3.8).
 * Nobody has it: a password has fifteen characters.
 */
const emptyPassword = '\0';

export function passwordIn(form: Form, field: string): Secret {
  return new Secret(form.get(field) || emptyPassword);
}

/** Where the sign-in page sends the answer of a passkey: no login, no password. */
export const passkeySignInPath = '/sign-in/passkey';

export const twoFactorPath = '/two-factor';

/** Gives the browser its new session and sends it on. */
export async function enterSession(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: PageDeps,
  { secret, session, isReduced, isReducedFrom }: StartedSession,
  returnPath: string,
  refuse: (refusal: Refusal) => FastifyReply | Promise<FastifyReply>,
): Promise<FastifyReply> {
  // A browser has one session: the one it had before ends with the new one's beginning (ASVS 7.2.4).
  const ended = await deps.signOut(request);
  if (!ended.ok) return refuse(ended.refusal);
  const isAsked = isReduced || isReducedFrom !== undefined;
  reply.header('set-cookie', deps.cookie.start(secret, session.expiresAt));
  // Whoever can do little without a second factor, or soon could, is asked to set one up, and may go on without.
  return leadOn(reply, isAsked ? twoFactorAddress(returnPath, deps.publicUrl.basePath) : returnPath);
}

/** Where a second factor is set up, on the way to somewhere else. */
export function twoFactorAddress(returnPath: string, basePath: string): string {
  return `${basePath}${twoFactorPath}${returnQuery(returnPath, basePath)}`;
}

export function returnPathIn(request: FastifyRequest, { publicUrl }: PageDeps): string {
  const given = (request.query as Readonly<Record<string, unknown>>).return;
  return returnPathOf(given, publicUrl, request.homeOrigins);
}

/** The query that keeps where to go through one more form; none for the start page. */
export function returnQuery(returnPath: string, basePath: string): string {
  return returnPath === `${basePath}/` ? '' : `?${new URLSearchParams({ return: returnPath })}`;
}
