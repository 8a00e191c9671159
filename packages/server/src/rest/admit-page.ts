import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Authority } from '../authority.ts';
import type { SessionCookie } from '../http/cookies.ts';

/**
 * Lets the scripts of a registered page, on another origin, read what is answered (Fetch Standard, CORS protocol): they
 * act for a user with an access token. True for a request of such a page. Whatever cookies come along with it speak for
 * nobody: see `withoutCookie`.
 */
export async function admitPage(
  { facts, settings }: Authority,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<boolean> {
  const { origin } = request.headers;
  if (origin === undefined || origin === settings.publicUrl.origin) return false;
  // What is answered depends on who asks, for every cache on the way.
  reply.header('vary', 'Origin');
  const { pageUris } = await (await facts.prove()).addresses();
  if (!pageUris.some((uri) => URL.parse(uri)?.origin === origin)) return false;
  reply
    .header('access-control-allow-origin', origin)
    // Clients may ask with cookies though nobody reads them; browsers then want this word, too.
    .header('access-control-allow-credentials', 'true')
    .header('access-control-expose-headers', 'location, www-authenticate, retry-after, ignored, dpop-nonce');
  return true;
}

/** Answers the question that a browser asks before it lets a script ask; true where it was one, and was answered. */
export async function admitPreflight(
  authority: Authority,
  request: FastifyRequest,
  reply: FastifyReply,
  methods: readonly string[],
): Promise<boolean> {
  const isPreflight =
    request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
  if (!isPreflight || !(await admitPage(authority, request, reply))) return false;
  await reply
    .code(204)
    .header('access-control-allow-methods', methods.join(', '))
    .header('access-control-allow-headers', 'authorization, content-type, hub-api-version, dpop')
    .header('access-control-max-age', String(preflightSeconds))
    .send();
  return true;
}

/** How long browsers may remember it: a page that is registered no longer is refused by then. */
const preflightSeconds = 600;

/** For requests of other origins: a session is for our own pages alone. */
export function withoutCookie(cookie: SessionCookie): SessionCookie {
  return { ...cookie, read: () => undefined };
}
