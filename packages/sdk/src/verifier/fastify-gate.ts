import { type Demand, decideEntry, type Verifies } from './gate.ts';
import type { Principal } from './verdict.ts';

interface FastifyRequestLike {
  readonly headers: { readonly authorization?: string | undefined };
  principal?: Principal;
}

interface FastifyReplyLike {
  code(status: number): FastifyReplyLike;
  headers(values: Readonly<Record<string, string>>): FastifyReplyLike;
  send(body: object): unknown;
}

/** An `onRequest` hook for Fastify that lets in whoever has a good credential, as `request.principal`. */
export function fastifyGate(verifier: Verifies, demand?: Demand) {
  return async (request: FastifyRequestLike, reply: FastifyReplyLike): Promise<unknown> => {
    const entry = await decideEntry(verifier, request.headers.authorization, demand);
    if (entry.kind === 'refused') return reply.code(entry.status).headers(entry.headers).send(entry.body);
    request.principal = entry.principal;
    return undefined;
  };
}
