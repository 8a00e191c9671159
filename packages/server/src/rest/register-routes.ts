import { type Endpoint, endpoints, presentIgnored, type QueryParameters } from '@countersign/api';
import { type Caller, type Refusal, recordRefusal } from '@countersign/core';
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import type { Authority } from '../authority.ts';
import { authenticate } from '../http/authenticate.ts';
import type { SessionCookie } from '../http/cookies.ts';
import { originOf } from '../http/origin.ts';
import { presentError, presentRefusal } from '../http/refusal-response.ts';
import type { RestAnswer, RestHandler } from './endpoint-handler.ts';
import { handlers } from './handlers.ts';
import { readJsonBody } from './json-body.ts';

/**
 * The resource API. Each route is made from its entry in the table of endpoints; a request is authenticated
 * once, answered by its handler, and a refusal is turned into bytes in one place. Routes check no rights: the
 * core does, in the transaction that writes.
 */
export function registerRestRoutes(app: FastifyInstance, authority: Authority, cookie: SessionCookie): void {
  readJsonBody(app);
  const rest = (endpoints as readonly Endpoint[]).filter((endpoint) => endpoint.id in handlers);
  for (const endpoint of rest) {
    app.route({
      method: endpoint.method,
      url: routePath(endpoint.path),
      handler: (request, reply) => answer(authority, cookie, endpoint, request, reply),
    });
  }
  refuseOtherMethods(app, rest);
  app.options('/api/rest/settings/public', async (_request, reply) =>
    openToAnyOrigin(reply).code(204).send(),
  );
}

async function answer(
  authority: Authority,
  cookie: SessionCookie,
  endpoint: Endpoint,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const origin = originOf(request.raw, request.id, authority.settings.listen.trustedProxies);
  const anonymous: Caller = { actor: { kind: 'anonymous' }, origin };
  if (endpoint.id === 'settings.public') openToAnyOrigin(reply);

  const actor =
    endpoint.authentication === 'none'
      ? ({ ok: true, value: anonymous.actor } as const)
      : await authenticate(authority, cookie, request.raw, origin);
  if (!actor.ok) return sendRefusal(reply, actor.refusal, request.id);

  const caller: Caller = { actor: actor.value, origin };
  const handle = handlers[endpoint.id as keyof typeof handlers] as RestHandler;
  const result = await handle(authority, {
    caller,
    parameters: request.params as Record<string, string>,
    query: request.query as QueryParameters,
    body: request.body,
  });
  if (result.ok) return send(reply, authority, result.value);
  if (endpoint.mutates && caller.actor.kind === 'user')
    await recordRefusal(authority, caller, endpoint.id, result.refusal);
  return sendRefusal(reply, result.refusal, request.id);
}

function send(
  reply: FastifyReply,
  authority: Authority,
  { body, location, ignored = [] }: RestAnswer,
): FastifyReply {
  reply.header('cache-control', 'no-store');
  if (location !== undefined) reply.header('location', authority.settings.publicUrl.basePath + location);
  if (ignored.length > 0) reply.header('ignored', presentIgnored(ignored));
  return body === undefined ? reply.send() : sendJson(reply, body);
}

export function sendRefusal(reply: FastifyReply, refusal: Refusal, requestId: string): FastifyReply {
  const { status, headers, body } = presentRefusal(refusal, requestId);
  return sendJson(reply.code(status).headers(headers).header('cache-control', 'no-store'), body);
}

function sendJson(reply: FastifyReply, body: unknown): FastifyReply {
  return reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(body));
}

/** Paths that exist, under methods that do not: 405 with what would have worked (RFC 9110 §15.5.6). */
function refuseOtherMethods(app: FastifyInstance, rest: readonly Endpoint[]): void {
  const offered = Map.groupBy(rest, (endpoint) => endpoint.path);
  const all: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
  for (const [path, entries] of offered) {
    const methods = new Set<string>(entries.map((entry) => entry.method));
    if (methods.has('GET')) methods.add('HEAD');
    if (path === '/api/rest/settings/public') methods.add('OPTIONS');
    const allow = [...methods].sort().join(', ');
    app.route({
      method: all.filter((method) => !methods.has(method)),
      url: routePath(path),
      // Refused before a body is read or a credential looked at.
      onRequest: async (request, reply) => {
        const { status, body } = presentError('method_not_allowed', `This path answers ${allow}`, request.id);
        return sendJson(reply.code(status).header('allow', allow), body);
      },
      handler: async () => undefined,
    });
  }
}

/** Public by nature and without credentials: any origin may read it. */
function openToAnyOrigin(reply: FastifyReply): FastifyReply {
  return reply
    .header('access-control-allow-origin', '*')
    .header('access-control-allow-headers', 'authorization, content-type, hub-api-version')
    .header('cross-origin-resource-policy', 'cross-origin');
}

/** `{userId}` in the table is `:userId` in the router. */
function routePath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}
