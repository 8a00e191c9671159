import type { Endpoint } from '@countersign/api';
import type { Caller } from '@countersign/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Authority } from '../authority.ts';
import { authenticate } from '../http/authenticate.ts';
import type { SessionCookie } from '../http/cookies.ts';
import { originOf } from '../http/origin.ts';
import { sendRefusal } from './send.ts';

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | undefined;
  }
}

/**
 * Says who a request is from, once, before its body is read: nobody makes the server parse what a stranger may
 * not send. Answers the refusal itself where there is one.
 */
export async function identifyCaller(
  authority: Authority,
  cookie: SessionCookie,
  endpoint: Endpoint,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  const origin = originOf(request.raw, request.id, authority.settings.listen.trustedProxies);
  const actor =
    endpoint.authentication === 'none'
      ? ({ ok: true, value: { kind: 'anonymous' } } as const)
      : await authenticate(authority, cookie, request.raw, origin);
  if (!actor.ok) return sendRefusal(reply, actor.refusal, request.id);
  if (endpoint.mutates && actor.value.kind === 'anonymous')
    return sendRefusal(reply, { kind: 'unauthenticated' }, request.id);
  request.caller = { actor: actor.value, origin };
  return undefined;
}
