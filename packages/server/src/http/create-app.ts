import type { Socket } from 'node:net';
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { Authority } from '../authority.ts';
import type { Log } from '../log.ts';
import { authorizationRequests } from '../oauth/authorization-request.ts';
import { deviceRequests } from '../oauth/device-requests.ts';
import { openEngine } from '../oauth/engine.ts';
import { mountEngine, mountInsertedDiscovery } from '../oauth/mount-engine.ts';
import { mountProtectedResource, resourceMetadataUrl } from '../oauth/protected-resource.ts';
import { isRegistrationOn, registerApplications } from '../oauth/register-applications.ts';
import { signOutRequests } from '../oauth/sign-out-request.ts';
import { bindPageDeps } from '../pages/bind-page-deps.ts';
import { registerPages } from '../pages/register-pages.ts';
import { registerRestRoutes } from '../rest/register-routes.ts';
import { checkingListeners } from '../verify/checking-listeners.ts';
import { registerWeb } from '../web/serve-web.ts';
import { answerError, answerNotFound, wantsPage } from './answer-error.ts';
import { sessionCookie } from './cookies.ts';
import { openHttpServer } from './open-http-server.ts';
import { newRequestId } from './origin.ts';
import { registerProbes } from './probes.ts';
import { type Face, type Holder, securityHeaders } from './security-headers.ts';

declare module 'fastify' {
  interface FastifyReply {
    /** Which content policy the answer runs under; without it, the content type decides. */
    face: Face | undefined;
    /** An origin beside our own to which a form on this page may lead. */
    formTarget: string | undefined;
    /** Whose pages may hold this one. */
    holder: Holder | undefined;
    /** Where a program that is refused learns where it gets a token. */
    resourceMetadataUrl: string;
  }
}

/** Large enough that an over-long field is refused by its name and not by the size of the whole. */
const bodyBytesMax = 256 * 1024;

/**
 * The one HTTP server. The checking endpoints answer first, straight on it; everything else is routed here:
 * the resource API, the pages for people, the application's files, the probes.
 */
export async function createApp(
  authority: Authority,
  log: Log,
  isDraining: () => boolean,
): Promise<FastifyInstance> {
  const { basePath, isSecure } = authority.settings.publicUrl;
  const app = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => newRequestId(authority.random),
    requestIdHeader: false,
    bodyLimit: bodyBytesMax,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    // Targets that the router itself cannot read: broken percent-encoding, parameters beyond all reason.
    frameworkErrors: (error, request, reply) => {
      // No hook runs for these.
      const [asked, answer] = [request as FastifyRequest, reply as FastifyReply];
      answer.face = wantsPage(asked, basePath) ? 'page' : 'program';
      addSecurityHeaders(answer, isSecure);
      answerError(error, asked, answer, basePath, log);
    },
    clientErrorHandler: (_error, socket) => refuseUnreadable(socket, isSecure),
    serverFactory: (next) => openHttpServer(checkingListeners(authority, log, next, isDraining), isSecure),
  });
  app.decorateReply('face', undefined);
  app.decorateReply('formTarget', undefined);
  app.decorateReply('holder', undefined);
  app.decorateReply('resourceMetadataUrl', resourceMetadataUrl(authority.settings.publicUrl));
  app.addHook('onSend', async (_request, reply) => addSecurityHeaders(reply, isSecure));
  app.addHook('onResponse', async (request, reply) => logRequest(log, request, reply));
  app.setErrorHandler((error: FastifyError, request, reply) =>
    answerError(error, request, reply, basePath, log),
  );

  const cookie = sessionCookie(isSecure);
  const engine = openEngine(authority, cookie, log);
  await app.register(
    async (scope) => {
      registerProbes(scope, authority, isDraining);
      await scope.register(async (rest) => registerRestRoutes(rest, authority, cookie));
      await scope.register(async (oauth) => mountEngine(oauth, engine));
      if (isRegistrationOn(authority.settings))
        await scope.register(async (oauth) => registerApplications(oauth, authority));
      const requests = {
        authorizations: authorizationRequests(authority, engine),
        devices: deviceRequests(authority),
        signOuts: signOutRequests(authority, engine),
      };
      await scope.register(async (pages) => registerPages(pages, bindPageDeps(authority, cookie), requests));
      await scope.register(async (web) => registerWeb(web, authority, cookie));
    },
    { prefix: basePath },
  );
  await app.register(async (oauth) => mountInsertedDiscovery(oauth, engine, basePath));
  await app.register(async (scope) => mountProtectedResource(scope, authority.settings.publicUrl));
  app.setNotFoundHandler((request, reply) => answerNotFound(request, reply, basePath));
  return app;
}

function addSecurityHeaders(reply: FastifyReply, isSecure: boolean): void {
  const isHtml = String(reply.getHeader('content-type') ?? '').startsWith('text/html');
  const face = reply.face ?? (isHtml ? 'page' : 'program');
  for (const [name, value] of securityHeaders(face, isSecure, reply)) {
    if (!reply.hasHeader(name)) reply.header(name, value);
  }
}

/** The route's pattern and never the target itself: people paste tokens into addresses. */
function logRequest(log: Log, request: FastifyRequest, reply: FastifyReply): void {
  const route = request.routeOptions.url ?? '(none)';
  log.debug({ requestId: request.id, method: request.method, route, status: reply.statusCode }, 'request');
}

/** Bytes that are not HTTP: Node gives us the socket alone. */
function refuseUnreadable(socket: Socket, isSecure: boolean): void {
  if (!socket.writable || socket.bytesWritten > 0) return void socket.destroy();
  const body = '{"error":"bad_request","error_code":400,"error_description":"The request is not valid HTTP"}';
  const headers = securityHeaders('program', isSecure).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(
    `HTTP/1.1 400 Bad Request\r\n${headers.join('')}Content-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  );
}
