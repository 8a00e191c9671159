import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';

/** Every method that the router knows; whatever else there is, the wire guard has refused already. */
export const knownMethods: readonly HTTPMethods[] = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
];

/**
 * An address that exists, under a method that does not: 405 with what would have worked (RFC 9110 §15.5.6),
 * before a body is read or a credential looked at.
 */
export function refuseOtherMethods(
  app: FastifyInstance,
  url: string,
  offered: readonly string[],
  answer: (
    request: FastifyRequest,
    reply: FastifyReply,
    allow: string,
  ) => FastifyReply | Promise<FastifyReply>,
): void {
  const all = new Set(offered.includes('GET') ? [...offered, 'HEAD'] : offered);
  const allow = [...all].sort().join(', ');
  app.route({
    method: knownMethods.filter((method) => !all.has(method)),
    url,
    onRequest: async (request, reply) => answer(request, reply.header('allow', allow), allow),
    handler: async () => undefined,
  });
}
