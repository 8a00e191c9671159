import type { Caller, Refusal, UserActor } from '@countersign/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Form } from '../form-body.ts';
import { formOf } from '../form-body.ts';
import type { PageDeps } from '../page-deps.ts';
import { returnPathIn, twoFactorAddress } from '../session-entry.ts';

/** Somebody who is signed in and asks for one of the pages about their second factor. */
export interface Visit {
  readonly visitor: Caller<UserActor>;
  readonly returnPath: string;
  readonly form: Form;
}

/** Asks for a sign-in first where there is no session, and comes back here from it. */
export function forVisitors(
  deps: PageDeps,
  answer: (reply: FastifyReply, visit: Visit) => Promise<FastifyReply>,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  return async (request, reply) => {
    const returnPath = returnPathIn(request, deps);
    const visitor = await deps.visitorOf(request);
    return visitor === undefined
      ? signInFirst(reply, deps, returnPath)
      : answer(reply, { visitor, returnPath, form: formOf(request) });
  };
}

/** Whoever signed in too long ago does it once more; everything else that was refused is the page's to tell. */
export function refuseVisit(
  reply: FastifyReply,
  deps: PageDeps,
  { returnPath, refusal }: { readonly returnPath: string; readonly refusal: Refusal },
  tell: () => FastifyReply | Promise<FastifyReply>,
): FastifyReply | Promise<FastifyReply> {
  return refusal.kind === 'authentication-too-old' ? signInFirst(reply, deps, returnPath, 'again') : tell();
}

function signInFirst(reply: FastifyReply, deps: PageDeps, returnPath: string, why?: 'again'): FastifyReply {
  const { basePath } = deps.publicUrl;
  const query = new URLSearchParams({ return: twoFactorAddress(returnPath, basePath) });
  if (why !== undefined) query.append(why, '');
  return reply.header('cache-control', 'no-store').redirect(`${basePath}/sign-in?${query}`, 303);
}
