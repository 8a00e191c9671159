import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Authority } from '../authority.ts';
import { knownMethods } from '../http/refuse-other-methods.ts';
import { findAmbiguity } from '../http/wire-guard.ts';
import type { Log } from '../log.ts';
import { Answers } from './answer.ts';
import { AuthRequest } from './auth-request.ts';
import { Introspection } from './introspect.ts';

/**
 * What stands first on the server. Ambiguous requests go no further; the two checking endpoints are answered
 * here, without a framework, because they are asked for on every request of every service; everything else
 * goes on to the router. When the store cannot be asked, a check answers 503: never yes, never no.
 */
export function checkingListener(authority: Authority, log: Log, next: RequestListener): RequestListener {
  const { basePath, isSecure } = authority.settings.publicUrl;
  const answers = new Answers(isSecure);
  const introspection = new Introspection(authority, answers);
  const authRequest = new AuthRequest(authority, answers);
  const introspectPath = `${basePath}/api/rest/oauth2/introspect`;
  const authRequestPath = `${basePath}/api/authz/auth-request`;

  return (request, response) => {
    const ambiguity = findAmbiguity(request);
    if (ambiguity !== undefined) {
      const body = JSON.stringify({ error: 'bad_request', error_description: ambiguity });
      return answers.json(response, 400, body, ['Connection', 'close']);
    }
    if (!isKnownMethod(request.method))
      return answers.empty(response, 405, ['Allow', knownMethods.join(', '), 'Connection', 'close']);
    const [path, query] = splitTarget(request.url as string);
    if (path === introspectPath) return guarded(introspection.answer(request, response), request, response);
    if (path === authRequestPath)
      return guarded(authRequest.answer(request, response, query), request, response);
    return next(request, response);
  };

  function guarded(answered: Promise<void>, request: IncomingMessage, response: ServerResponse): void {
    answered.catch((error: unknown) => {
      if (request.destroyed && !request.complete) return;
      log.error({ err: error }, 'a check could not be answered');
      if (response.headersSent) response.destroy();
      else answers.json(response, 503, '{"error":"temporarily_unavailable"}', ['Retry-After', '2']);
    });
  }
}

/** TRACE, which echoes, and the methods of other protocols are nobody's here. */
function isKnownMethod(method: string | undefined): boolean {
  return knownMethods.some((known) => known === method);
}

/** Path and query of a request target; one slash at the end of the path is forgiven. */
function splitTarget(target: string): readonly [string, string] {
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const query = mark < 0 ? '' : target.slice(mark + 1);
  return [path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path, query];
}
