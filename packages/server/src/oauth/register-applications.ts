import { clientRegistrationBody, type RegisteredClient } from '@countersign/api';
import { type Caller, nameMissing, ok, type Result, registerApplication } from '@countersign/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Authority } from '../authority.ts';
import type { Settings } from '../config/settings.ts';
import { authenticateByToken } from '../http/authenticate.ts';
import { noteRefusal } from '../http/note-refusal.ts';
import { originOf } from '../http/origin.ts';
import { refuseOtherMethods } from '../http/refuse-other-methods.ts';
import { readJsonBody, UnreadableBody } from '../rest/json-body.ts';
import { readBodyAs } from '../rest/read-request.ts';
import { sendJson } from '../rest/send.ts';
import { applicationOf, presentRegistered, withDefaults } from './client-registration.ts';
import { registrationPath } from './engine-routes.ts';
import { refuseMethod } from './refuse-method.ts';
import { sendRegistrationRefusal } from './registration-refusal.ts';

export function isRegistrationOn({ oauth }: Settings): boolean {
  return oauth.registration !== 'off';
}

/**
 * Dynamic client registration (RFC 7591), where it is switched on. The initial access token (§3) is a token of somebody
 * who may register services, and nothing else is taken: no cookie, no Basic. Nothing that an application names is
 * fetched, and there is no managing by a token of its own (RFC 7592): an administrator does that under Services.
 */
export function registerApplications(app: FastifyInstance, authority: Authority): void {
  readJsonBody(app);
  app.decorateRequest('caller', undefined);
  app.setErrorHandler((error, request, reply) => {
    if (!(error instanceof UnreadableBody)) throw error;
    return sendRegistrationRefusal(reply, error.refusal, request.id);
  });
  app.route({
    method: 'POST',
    url: registrationPath,
    // Before the body is read: nobody makes the server parse what a stranger may not send.
    onRequest: async (request, reply) => {
      const origin = originOf(request.raw, request.id, authority.settings.listen.trustedProxies);
      const actor = await authenticateByToken(authority, request.raw, origin);
      if (!actor.ok) return sendRegistrationRefusal(reply, actor.refusal, request.id);
      request.caller = { actor: actor.value, origin };
    },
    handler: (request, reply) => answer(authority, request, reply),
  });
  refuseOtherMethods(app, registrationPath, ['POST'], refuseMethod);
}

async function answer(
  authority: Authority,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { caller, body, id } = request;
  if (caller === undefined) throw new TypeError('the caller is identified before a route answers');
  const registered = await register(authority, caller, body);
  if (registered.ok) return sendJson(reply.code(201).header('cache-control', 'no-store'), registered.value);
  await noteRefusal(authority, caller, { route: 'clients.register', parameters: {} }, registered.refusal);
  return sendRegistrationRefusal(reply, await nameMissing(authority.store.tables, registered.refusal), id);
}

async function register(
  authority: Authority,
  caller: Caller,
  body: unknown,
): Promise<Result<RegisteredClient>> {
  const read = readBodyAs(clientRegistrationBody, body);
  if (!read.ok) return read;
  const metadata = withDefaults(read.value.body);
  if (!metadata.ok) return metadata;
  const made = await registerApplication(authority, caller, applicationOf(metadata.value));
  return made.ok ? ok(presentRegistered(metadata.value, made.value)) : made;
}
