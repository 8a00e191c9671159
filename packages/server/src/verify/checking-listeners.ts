import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Authority } from '../authority.ts';
import { sessionCookie } from '../http/cookies.ts';
import type { Listeners } from '../http/open-http-server.ts';
import { knownMethods } from '../http/refuse-other-methods.ts';
import { findAmbiguity } from '../http/wire-guard.ts';
import type { Log } from '../log.ts';
import { Answers } from './answer.ts';
import { type CheckRequest, type CheckResponse, isPlain } from './check-exchange.ts';
import { authRequest, extAuthz, forwardAuth } from './door-dialect.ts';
import { Doors } from './doors.ts';
import { Introspection } from './introspect.ts';
import { UseReports } from './use-reports.ts';
import { VerdictFeed } from './verdict-feed.ts';

/**
 * What stands first on the server. Ambiguous requests go no further; introspection and the doors are answered
 * here, without a framework, because they are asked for on every request of every service; everything else
 * goes on to the router. When the store cannot be asked, a check answers 503: never yes, never no.
 */
export function checkingListeners(
  authority: Authority,
  log: Log,
  next: RequestListener,
  isDraining: () => boolean,
): Listeners {
  const { basePath, isSecure } = authority.settings.publicUrl;
  const answers = new Answers(isSecure);
  const introspection = new Introspection(authority, answers);
  const feed = new VerdictFeed(authority, answers, isDraining);
  const reports = new UseReports(authority, answers);
  const doors = new Doors(authority, answers, sessionCookie(isSecure));
  const introspectPath = `${basePath}/api/rest/oauth2/introspect`;
  const feedPath = `${introspectPath}/changes`;
  const reportsPath = `${introspectPath}/uses`;
  const authRequestPath = `${basePath}/api/authz/auth-request`;
  const forwardAuthPath = `${basePath}/api/authz/forward-auth`;
  const extAuthzPrefix = `${basePath}/api/authz/ext-authz/`;

  return {
    plain: (request, response) => {
      const answered = check(request, response);
      if (answered !== undefined) guard(answered, request, response);
      return answered !== undefined;
    },
    general: (request, response) => {
      const ambiguity = findAmbiguity(request);
      if (ambiguity !== undefined) {
        const body = JSON.stringify({ error: 'bad_request', error_description: ambiguity });
        return answers.json(response, 400, body, ['Connection', 'close']);
      }
      const isForeign = !isKnownMethod(request.method) && !request.url?.startsWith(extAuthzPrefix);
      if (isForeign)
        return answers.empty(response, 405, ['Allow', knownMethods.join(', '), 'Connection', 'close']);
      const answered = check(request, response) ?? follow(request, response);
      if (answered === undefined) next(request, response);
      else guard(answered, request, response);
    },
  };

  /** The answer that is under way, where the request is a question to a checking endpoint. */
  function check(request: CheckRequest, response: CheckResponse): Promise<void> | undefined {
    const target = request.url as string;
    if (target.startsWith(extAuthzPrefix)) {
      const [asked, rest] = splitAsked(target.slice(extAuthzPrefix.length));
      return doors.answer(request, response, extAuthz, asked, rest);
    }
    const [path, query] = splitTarget(target);
    if (path === introspectPath) return introspection.answer(request, response);
    if (path === authRequestPath) return doors.answer(request, response, authRequest, query);
    if (path === forwardAuthPath) return doors.answer(request, response, forwardAuth, query);
    return undefined;
  }

  /** The feed waits for what changes, and for whoever asks to go away: the general reader sees both. Reports are long. */
  function follow(request: IncomingMessage, response: ServerResponse): Promise<void> | undefined {
    const [path] = splitTarget(request.url as string);
    if (path === feedPath) return feed.answer(request, response);
    return path === reportsPath ? reports.answer(request, response) : undefined;
  }

  function guard(answered: Promise<void>, request: CheckRequest, response: CheckResponse): void {
    answered.catch((error: unknown) => {
      if (!isPlain(request) && request.destroyed && !request.complete) return;
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
