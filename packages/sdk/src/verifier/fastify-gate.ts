import { type Demand, decideEntry, type Verifies } from './gate.ts';
import type { Principal } from './verdict.ts';

interface FastifyRequestLike {
  readonly headers: {
    readonly authorization?: string | undefined;
    readonly 'user-agent'?: string | undefined;
  };
  /** The client's, as the application's own setting `trustProxy` has it. */
  readonly ip?: string;
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
    const { headers, ip } = request;
    const visitor = { address: ip, userAgent: headers['user-agent'] };
    const entry = await decideEntry(verifier, headers.authorization, demand, visitor);
    if (entry.kind === 'refused') return reply.code(entry.status).headers(entry.headers).send(entry.body);
    request.principal = entry.principal;
    return undefined;
  };
}
