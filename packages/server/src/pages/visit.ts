import type { Caller, Refusal, UserActor } from '@countersign/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Form, formOf } from './form-body.ts';
import type { PageDeps } from './page-deps.ts';
import { returnPathIn, returnQuery } from './session-entry.ts';

/** Somebody who is signed in and asks for a page about their own account. */
export interface Visit {
  readonly visitor: Caller<UserActor>;
  readonly returnPath: string;
  readonly form: Form;
}

export interface Visits {
  /** Asks for a sign-in first where there is no session, and comes back to the page from it. */
  forVisitors(
    deps: PageDeps,
    answer: (reply: FastifyReply, visit: Visit) => Promise<FastifyReply>,
  ): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;
  /** Whoever signed in too long ago does it once more; everything else that was refused is the page's to tell. */
  refuseVisit(
    reply: FastifyReply,
    deps: PageDeps,
    refused: { readonly returnPath: string; readonly refusal: Refusal },
    tell: () => FastifyReply | Promise<FastifyReply>,
  ): FastifyReply | Promise<FastifyReply>;
}

/** How the page at one address receives its visitors. */
export function visitsTo(page: string): Visits {
  const signInFirst = (reply: FastifyReply, deps: PageDeps, returnPath: string, why?: 'again') => {
    const { basePath } = deps.publicUrl;
    const query = new URLSearchParams({ return: `${basePath}${page}${returnQuery(returnPath, basePath)}` });
    if (why !== undefined) query.append(why, '');
    return reply.header('cache-control', 'no-store').redirect(`${basePath}/sign-in?${query}`, 303);
  };
  return {
    forVisitors: (deps, answer) => async (request, reply) => {
      const returnPath = returnPathIn(request, deps);
      const visitor = await deps.visitorOf(request);
      return visitor === undefined
        ? signInFirst(reply, deps, returnPath)
        : answer(reply, { visitor, returnPath, form: formOf(request) });
    },
    refuseVisit: (reply, deps, { returnPath, refusal }, tell) =>
      refusal.kind === 'authentication-too-old' ? signInFirst(reply, deps, returnPath, 'again') : tell(),
  };
}
