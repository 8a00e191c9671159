import type { IncomingMessage, ServerResponse } from 'node:http';
import { authenticateSession, type Caller, type UserActor } from '@countersign/core';
import type Provider from 'oidc-provider';
import type { JWKS } from 'oidc-provider';
import type { Authority } from '../authority.ts';
import type { PublicUrl } from '../config/settings.ts';
import type { SessionCookie } from '../http/cookies.ts';
import { originOf } from '../http/origin.ts';
import { securityHeaders } from '../http/security-headers.ts';
import type { Log } from '../log.ts';
import { engineCookies } from './engine-routes.ts';
import { makeProvider } from './make-provider.ts';
import { RequestLedger, withLedger } from './request-ledger.ts';
import { retryAfterSeconds, unavailable } from './unavailable.ts';

/** The OAuth engine of a running authority. */
export interface OAuthEngine {
  /** With the keys that sign now: whoever keeps it for longer than one request keeps old ones. */
  readonly provider: Provider;
  /** Answers a request to one of the engine's addresses, or lets `work` ask the engine about one. */
  answer(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void>;
  within<Value>(
    request: IncomingMessage,
    requestId: string,
    work: (ledger: RequestLedger) => Promise<Value>,
  ): Promise<Value>;
}

export function openEngine(authority: Authority, cookie: SessionCookie, log: Log): OAuthEngine {
  const { publicUrl, listen } = authority.settings;
  const make = (keys: JWKS) => {
    const provider = makeProvider(authority, keys, cookie, log);
    return { keys, provider, handle: provider.callback() };
  };
  let made = make(authority.signingKeys.jwks);
  // The engine takes its keys once, when it is made.
  const current = () => {
    const keys = authority.signingKeys.jwks;
    if (keys !== made.keys) made = make(keys);
    return made;
  };

  const within: OAuthEngine['within'] = async (request, requestId, work) => {
    const origin = originOf(request, requestId, listen.trustedProxies);
    const visitor = await visitorOf(authority, cookie, request, origin);
    const ledger = new RequestLedger({ actor: { kind: 'anonymous' }, origin }, visitor);
    return withLedger(ledger, () => work(ledger));
  };
  return {
    get provider() {
      return current().provider;
    },
    within,
    async answer(request, response, requestId) {
      for (const [name, value] of securityHeaders('program', publicUrl.isSecure))
        response.setHeader(name, value);
      keepSessionIn(response);
      try {
        await within(request, requestId, async ({ visitor }) => {
          readdress(request, publicUrl);
          carrySession(request, visitor);
          await current().handle(request, response);
        });
      } catch (error) {
        // Who asks is not known, as the store cannot be asked.
        log.error({ err: error }, 'an OAuth request could not be answered');
        const headers = { 'content-type': 'application/json', 'retry-after': retryAfterSeconds };
        response.writeHead(503, headers).end(JSON.stringify(unavailable));
      }
    },
  };
}

async function visitorOf(
  authority: Authority,
  cookie: SessionCookie,
  request: IncomingMessage,
  origin: Caller['origin'],
): Promise<Caller<UserActor> | undefined> {
  const presented = cookie.read(request);
  if (presented === undefined) return undefined;
  const actor = await authenticateSession(authority, presented);
  return actor.ok ? { actor: actor.value, origin } : undefined;
}

/** Addresses follow the configured URL, whatever the request says of itself; the base path is not the engine's to know. */
function readdress(request: IncomingMessage, { origin, basePath, isSecure }: PublicUrl): void {
  request.headers.host = new URL(origin).host;
  request.headers['x-forwarded-host'] = new URL(origin).host;
  request.headers['x-forwarded-proto'] = isSecure ? 'https' : 'http';
  const target = request.url ?? '/';
  (request as IncomingMessage & { baseUrl?: string }).baseUrl = basePath;
  // Both routers take a slash at the end; what stands between them must know the address, too.
  request.url = (target.startsWith(basePath) ? target.slice(basePath.length) : target).replace(
    /\/+(?=\?|$)/,
    '',
  );
}

/** Our session is the engine's: its cookie is put in on the way in, and one that came along is not believed. */
function carrySession(request: IncomingMessage, visitor: Caller<UserActor> | undefined): void {
  const others = (request.headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '' && !pair.startsWith(`${engineCookies.session}=`));
  const via = visitor?.actor.via;
  if (via?.kind === 'session') others.push(`${engineCookies.session}=${via.id}`);
  request.headers.cookie = others.join('; ');
}

/** The engine's session cookie never leaves: it would be a second session beside ours. */
function keepSessionIn(response: ServerResponse): void {
  const setHeader = response.setHeader.bind(response);
  response.setHeader = (name, value) => {
    if (name.toLowerCase() !== 'set-cookie') return setHeader(name, value);
    const kept = [value].flat().filter((one) => !String(one).startsWith(`${engineCookies.session}=`));
    return kept.length === 0 ? response : setHeader(name, kept as string[]);
  };
}
