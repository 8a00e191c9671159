import { type Endpoint, endpoints, type QueryParameters } from '@countersign/api';
import { memorySecondsMax, nameMissing } from '@countersign/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Authority } from '../authority.ts';
import type { SessionCookie } from '../http/cookies.ts';
import { noteRefusal } from '../http/note-refusal.ts';
import { refuseOtherMethods } from '../http/refuse-other-methods.ts';
import { admitPreflight } from './admit-page.ts';
import type { RestHandler } from './endpoint-handler.ts';
import { handlers } from './handlers.ts';
import { identifyCaller } from './identify-caller.ts';
import { readJsonBody } from './json-body.ts';
import { sendAnswer, sendMethodRefusal, sendRefusal } from './send.ts';

/**
 * The resource API. Each route is made from its entry in the table of endpoints; a request is authenticated
 * once, answered by its handler, and a refusal is turned into bytes in one place. Routes check no rights: the
 * core does, in the transaction that writes.
 */
export function registerRestRoutes(app: FastifyInstance, authority: Authority, cookie: SessionCookie): void {
  readJsonBody(app);
  app.decorateRequest('caller', undefined);
  const rest = (endpoints as readonly Endpoint[]).filter((endpoint) => endpoint.id in handlers);
  for (const endpoint of rest) {
    app.route({
      method: endpoint.method,
      url: routePath(endpoint.path),
      onRequest: (request, reply) => identifyCaller({ authority, cookie }, endpoint, request, reply),
      handler: (request, reply) => answer(authority, endpoint, request, reply),
    });
  }
  refuseUnoffered(app, authority, rest);
  app.options(publicSettingsPath, async (request, reply) =>
    (await admitPreflight(authority, request, reply, ['GET']))
      ? reply
      : openToAnyOrigin(reply).code(204).send(),
  );
}

const publicSettingsPath = '/api/rest/settings/public';

async function answer(
  authority: Authority,
  endpoint: Endpoint,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { caller } = request;
  if (caller === undefined) throw new TypeError('the caller is identified before a route answers');
  if (endpoint.id === 'settings.public') openToAnyOrigin(reply);
  const before = endpoint.mutates ? await longestMemory(authority) : 0;
  const handle = handlers[endpoint.id as keyof typeof handlers] as RestHandler;
  const parameters = request.params as Record<string, string>;
  const result = await handle(authority, {
    caller,
    parameters,
    query: request.query as QueryParameters,
    body: request.body,
  });
  if (result.ok) {
    if (endpoint.mutates) sayInForceWithin(reply, Math.max(before, await longestMemory(authority)));
    return sendAnswer(reply, authority.settings.publicUrl.basePath, result.value);
  }
  if (endpoint.mutates)
    await noteRefusal(authority, caller, { route: endpoint.id, parameters }, result.refusal);
  return sendRefusal(reply, await nameMissing(authority.store.tables, result.refusal), request.id);
}

/**
 * A change is in force here at once; where a service may go on believing what it remembers, or might until now,
 * everywhere within so many seconds.
 */
function sayInForceWithin(reply: FastifyReply, seconds: number): void {
  if (seconds > 0) reply.header('in-force-within', String(seconds));
}

/** A change is made and acknowledged, whether or not this can be asked. */
async function longestMemory({ facts: prover }: Authority): Promise<number> {
  try {
    return (await (await prover.prove()).addresses()).longestMemory;
  } catch {
    return memorySecondsMax;
  }
}

function refuseUnoffered(app: FastifyInstance, authority: Authority, rest: readonly Endpoint[]): void {
  for (const [path, entries] of Map.groupBy(rest, (endpoint) => endpoint.path)) {
    const offered = entries.map((entry): string => entry.method);
    if (path === publicSettingsPath) offered.push('OPTIONS');
    refuseOtherMethods(app, routePath(path), offered, async (request, reply, allow) =>
      (await admitPreflight(authority, request, reply, offered))
        ? reply
        : sendMethodRefusal(request, reply, allow),
    );
  }
}

/** Public by nature and without credentials: any origin may read it. */
function openToAnyOrigin(reply: FastifyReply): FastifyReply {
  if (reply.hasHeader('access-control-allow-origin')) return reply;
  return reply
    .header('access-control-allow-origin', '*')
    .header('access-control-allow-headers', 'authorization, content-type, hub-api-version')
    .header('cross-origin-resource-policy', 'cross-origin');
}

/** `{userId}` in the table is `:userId` in the router. */
function routePath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}
