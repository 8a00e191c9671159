import type { FastifyReply, FastifyRequest } from 'fastify';

/** A method that an address of OAuth does not offer. */
export function refuseMethod(_request: FastifyRequest, reply: FastifyReply, allow: string): FastifyReply {
  return reply
    .code(405)
    .header('cache-control', 'no-store')
    .send({ error: 'invalid_request', error_description: `use ${allow}` });
}
