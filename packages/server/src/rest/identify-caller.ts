import type { Endpoint } from '@countersign/api';
import type { Actor, Caller } from '@countersign/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Authority } from '../authority.ts';
import { authenticate } from '../http/authenticate.ts';
import { readBound } from '../http/bound-token.ts';
import type { SessionCookie } from '../http/cookies.ts';
import { noteRefusal } from '../http/note-refusal.ts';
import { originOf } from '../http/origin.ts';
import { isSafeMethod, isSameOrigin } from '../http/same-origin.ts';
import { admitPage, withoutCookie } from './admit-page.ts';
import { sendRefusal } from './send.ts';

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | undefined;
  }
}

export interface CallerPorts {
  readonly authority: Authority;
  readonly cookie: SessionCookie;
}

/**
 * Says who a request is from, once, before its body is read: nobody makes the server parse what a stranger may
 * not send. Answers the refusal itself where there is one.
 */
export async function identifyCaller(
  { authority, cookie }: CallerPorts,
  endpoint: Endpoint,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  const origin = originOf(request.raw, request.id, authority.settings.listen.trustedProxies);
  const isOfPage = await admitPage(authority, request, reply);
  sayNonce(authority, request, reply);
  const actor =
    endpoint.authentication === 'none'
      ? ({ ok: true, value: { kind: 'anonymous' } } as const)
      : await authenticate(authority, isOfPage ? withoutCookie(cookie) : cookie, request.raw, origin);
  if (!actor.ok) return sendRefusal(reply, actor.refusal, request.id);
  if (endpoint.mutates && actor.value.kind === 'anonymous')
    return sendRefusal(reply, { kind: 'unauthenticated' }, request.id);
  const caller = { actor: actor.value, origin };
  if (isCrossSite(authority, actor.value, request)) {
    const attempt = { route: endpoint.id, parameters: request.params as Record<string, string> };
    await noteRefusal(authority, caller, attempt, crossSite);
    return sendRefusal(reply, crossSite, request.id);
  }
  noteSessionUse(authority, actor.value);
  request.caller = caller;
  return undefined;
}

/** Whoever proves a key is told the nonce for what they send next (RFC 9449 §8.2, §9). */
function sayNonce({ proofNonces, clock }: Authority, { raw }: FastifyRequest, reply: FastifyReply): void {
  if (readBound(raw).kind !== 'none') reply.header('dpop-nonce', proofNonces.next(clock.now()));
}

function noteSessionUse({ sessionClock, clock }: Authority, actor: Actor): void {
  if (actor.kind === 'user' && actor.via.kind === 'session') sessionClock.note(actor.via.id, clock.now());
}

const crossSite = {
  kind: 'credential-unfit',
  rule: 'A request from another site cannot use your session',
} as const;

/** A cookie comes along by itself: what changes something must be from a page of ours (ASVS 3.5.1). */
function isCrossSite({ settings }: Authority, actor: Actor, request: FastifyRequest): boolean {
  const usesSession = actor.kind === 'user' && actor.via.kind === 'session';
  return (
    usesSession && !isSafeMethod(request.method) && !isSameOrigin(request.raw, settings.publicUrl.origin)
  );
}
