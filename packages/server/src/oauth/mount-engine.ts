import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import { refuseOtherMethods } from '../http/refuse-other-methods.ts';
import type { OAuthEngine } from './engine.ts';
import { engineRoutes } from './engine-routes.ts';
import { refuseMethod } from './refuse-method.ts';

const discovery = ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server'];

/**
 * The engine's addresses, behind the base path. `app` is a scope of its own: bodies are left for the engine to read.
 */
export function mountEngine(app: FastifyInstance, engine: OAuthEngine): void {
  leaveBodies(app);
  const answer = answerBy(engine);
  const offer = (path: string, ...method: HTTPMethods[]) => {
    app.route({ method, url: path, handler: answer });
    refuseOtherMethods(app, path, method, refuseMethod);
  };
  // Pages of other origins ask with OPTIONS first; nobody reads what comes of an authorization request but its visitor.
  offer(engineRoutes.authorization, 'GET');
  offer(`${engineRoutes.authorization}/:uid`, 'GET');
  offer(engineRoutes.token, 'POST', 'OPTIONS');
  offer(engineRoutes.revocation, 'POST', 'OPTIONS');
  offer(engineRoutes.device_authorization, 'POST', 'OPTIONS');
  offer(engineRoutes.pushed_authorization_request, 'POST', 'OPTIONS');
  offer(engineRoutes.userinfo, 'GET', 'POST', 'OPTIONS');
  for (const path of [engineRoutes.jwks, ...discovery]) offer(path, 'GET', 'OPTIONS');
}

/** RFC 8414 §3.1 puts the path of the issuer behind the well-known one; where there is none, they are the same. */
export function mountInsertedDiscovery(app: FastifyInstance, engine: OAuthEngine, basePath: string): void {
  if (basePath === '') return;
  leaveBodies(app);
  app.get(`/.well-known/oauth-authorization-server${basePath}`, (request, reply) => {
    request.raw.url = `${basePath}/.well-known/oauth-authorization-server`;
    return answerBy(engine)(request, reply);
  });
}

function leaveBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
}

function answerBy(engine: OAuthEngine) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    reply.hijack();
    await engine.answer(request.raw, reply.raw, request.id);
  };
}
