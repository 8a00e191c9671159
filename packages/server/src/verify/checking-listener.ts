import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Authority } from '../authority.ts';
import { sessionCookie } from '../http/cookies.ts';
import { knownMethods } from '../http/refuse-other-methods.ts';
import { findAmbiguity } from '../http/wire-guard.ts';
import type { Log } from '../log.ts';
import { Answers } from './answer.ts';
import { authRequest, extAuthz, forwardAuth } from './door-dialect.ts';
import { Doors } from './doors.ts';
import { Introspection } from './introspect.ts';
import { VerdictFeed } from './verdict-feed.ts';

/**
 * What stands first on the server. Ambiguous requests go no further; introspection and the doors are answered
 * here, without a framework, because they are asked for on every request of every service; everything else
 * goes on to the router. When the store cannot be asked, a check answers 503: never yes, never no.
 */
export function checkingListener(
  authority: Authority,
  log: Log,
  next: RequestListener,
  isDraining: () => boolean,
): RequestListener {
  const { basePath, isSecure } = authority.settings.publicUrl;
  const answers = new Answers(isSecure);
  const introspection = new Introspection(authority, answers);
  const feed = new VerdictFeed(authority, answers, isDraining);
  const doors = new Doors(authority, answers, sessionCookie(isSecure));
  const introspectPath = `${basePath}/api/rest/oauth2/introspect`;
  const feedPath = `${introspectPath}/changes`;
  const authRequestPath = `${basePath}/api/authz/auth-request`;
  const forwardAuthPath = `${basePath}/api/authz/forward-auth`;
  const extAuthzPrefix = `${basePath}/api/authz/ext-authz/`;

  return (request, response) => {
    const ambiguity = findAmbiguity(request);
    if (ambiguity !== undefined) {
      const body = JSON.stringify({ error: 'bad_request', error_description: ambiguity });
      return answers.json(response, 400, body, ['Connection', 'close']);
    }
    const target = request.url as string;
    if (target.startsWith(extAuthzPrefix)) {
      const [asked, rest] = splitAsked(target.slice(extAuthzPrefix.length));
      return guarded(doors.answer(request, response, extAuthz, asked, rest), request, response);
    }
    if (!isKnownMethod(request.method))
      return answers.empty(response, 405, ['Allow', knownMethods.join(', '), 'Connection', 'close']);
    const [path, query] = splitTarget(target);
    if (path === introspectPath) return guarded(introspection.answer(request, response), request, response);
    if (path === feedPath) return guarded(feed.answer(request, response), request, response);
    if (path === authRequestPath)
      return guarded(doors.answer(request, response, authRequest, query), request, response);
    if (path === forwardAuthPath)
      return guarded(doors.answer(request, response, forwardAuth, query), request, response);
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

/**
 * What an Envoy was configured to ask, which is the first part of the path, and the visitor's own path behind it. It
 * is cut off as it was sent: dots and percent signs in what the visitor chose reach nothing in front of them.
 */
function splitAsked(text: string): readonly [string, string] {
  const end = text.search(/[/?]/);
  if (end < 0) return [text, '/'];
  return [text.slice(0, end), text[end] === '/' ? text.slice(end) : `/${text.slice(end)}`];
}
