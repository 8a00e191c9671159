import type { IncomingMessage, ServerResponse } from 'node:http';
import { authenticateService, authenticateSession, type Caller, type UserActor } from '@countersign/core';
import type { Context } from 'koa';
import Provider, { type KoaContextWithOIDC } from 'oidc-provider';
import type { Authority } from '../authority.ts';
import type { PublicUrl } from '../config/settings.ts';
import type { SessionCookie } from '../http/cookies.ts';
import { originOf } from '../http/origin.ts';
import { securityHeaders } from '../http/security-headers.ts';
import type { Log } from '../log.ts';
import { noteSecretUse } from '../verify/note-secret-use.ts';
import { nameScope, namesNothing, readNarrowing, refuseWider } from './answer-scope.ts';
import { pollSeconds } from './device-polls.ts';
import { engineConfiguration } from './engine-configuration.ts';
import { engineCookies, engineRoutes } from './engine-routes.ts';
import { renderEngineError } from './error-page.ts';
import { flushLedger } from './flush-ledger.ts';
import { nameScopeInAddress } from './implicit-flow.ts';
import { leaveSession } from './leave-session.ts';
import { noteRefusedRedirect } from './note-refused-redirect.ts';
import { refuseTokens } from './refuse-tokens.ts';
import { ledgerNow, RequestLedger, withLedger } from './request-ledger.ts';
import { front } from './scope-front.ts';
import { openIdWords } from './scope-words.ts';
import { takeOverTokenValues } from './token-values.ts';

/** The OAuth engine of a running authority. */
export interface OAuthEngine {
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
  const provider = new Provider(publicUrl.href, engineConfiguration(authority));
  // What an address in an answer begins with is read from headers, and those are set below.
  provider.proxy = true;
  takeOverTokenValues(provider, authority);
  Object.defineProperty(provider.Client.prototype, 'compareClientSecret', {
    // As at introspection: the engine knows no secret, see `clientMetadataOf`.
    value: async function (this: { clientId: string }, presented: string): Promise<boolean> {
      const { clock, digest, facts: prover } = authority;
      const shown = await authenticateService(
        { clock, digest, facts: await prover.prove() },
        this.clientId,
        presented,
      );
      if (shown.ok) noteSecretUse(authority, shown.value.secretId, ledgerNow().caller.origin);
      return shown.ok;
    },
  });
  // A store that cannot be asked is no fault of the client: never yes, never no (RFC 9110 §15.6.4).
  provider.use(async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      log.error({ err: error }, 'an OAuth request could not be answered');
      ctx.body = unavailable;
      ctx.status = 503;
    }
    if (ctx.status < 500) return;
    ctx.status = 503;
    ctx.set('retry-after', retryAfterSeconds);
  });
  provider.use(async (ctx, next) => {
    const ledger = ledgerNow();
    ledger.isRevocation = ctx.path === engineRoutes.revocation;
    await next();
    spendShownCode(ctx, ledger);
    const flushed = await flushLedger(authority, ledger);
    if (flushed.ok) {
      // Nothing has no type, and there are clients that take none but JSON.
      if (ctx.body === '') ctx.remove('content-type');
      describeOurs(ctx);
      nameScopeInAddress(ctx);
      await leaveSession(authority, cookie, ctx);
      if (ctx.path === engineRoutes.device_authorization) sayInterval(ctx);
      return nameScope(ctx);
    }
    // What was made for the answer was not written: nothing of it leaves.
    ctx.remove('location');
    if (flushed.refusal.kind === 'malformed') return refuseWider(ctx, flushed.refusal.fields[0]);
    if (ctx.path.startsWith(engineRoutes.authorization)) return refuseUsedRequest(ctx, publicUrl);
    ctx.status = 400;
    ctx.body = { error: 'invalid_grant', error_description: 'grant request is invalid' };
  });
  provider.use(refuseTokens(publicUrl));
  provider.use(front(authority));
  provider.use(async (ctx, next) => {
    const wider = ctx.path === engineRoutes.token ? await readNarrowing(authority) : undefined;
    return wider === undefined ? next() : refuseWider(ctx, { field: wider, rule: namesNothing });
  });
  provider.on('authorization.error', (ctx, error) => noteRefusedRedirect(authority, ctx, error));
  provider.on('server_error', (_ctx, error) => log.error({ err: error }, 'the OAuth engine failed'));
  const handle = provider.callback();

  const within: OAuthEngine['within'] = async (request, requestId, work) => {
    const origin = originOf(request, requestId, listen.trustedProxies);
    const visitor = await visitorOf(authority, cookie, request, origin);
    const ledger = new RequestLedger({ actor: { kind: 'anonymous' }, origin }, visitor);
    return withLedger(ledger, () => work(ledger));
  };
  return {
    provider,
    within,
    async answer(request, response, requestId) {
      for (const [name, value] of securityHeaders('program', publicUrl.isSecure))
        response.setHeader(name, value);
      keepSessionIn(response);
      try {
        await within(request, requestId, async ({ visitor }) => {
          readdress(request, publicUrl);
          carrySession(request, visitor);
          await handle(request, response);
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

/**
 * A code that somebody else shows, or that comes with a wrong proof, may have been stolen on its way: it is spent, for
 * whoever it was meant for, too (RFC 9700 §4.5).
 */
function spendShownCode({ body }: Context, { shownCode, writes }: RequestLedger): void {
  const isRefused = (body as { error?: string } | undefined)?.error === 'invalid_grant';
  if (!isRefused || shownCode === undefined || writes.length > 0) return;
  writes.push({ kind: 'consume', model: 'AuthorizationCode', id: shownCode });
}

/** A pushed request that somebody else used meanwhile: its visitor is led nowhere, and keeps nothing of it. */
function refuseUsedRequest(ctx: Context, publicUrl: PublicUrl): void {
  ctx.remove('location');
  ctx.remove('set-cookie');
  ctx.status = 400;
  const error_description = 'the request was already used';
  renderEngineError(publicUrl)(ctx as unknown as KoaContextWithOIDC, {
    error: 'invalid_request_uri',
    error_description,
  });
}

/**
 * The metadata without what is the engine's and not ours: the word by which it knows of services, and the form that our
 * policy lets no page send by itself.
 */
function describeOurs(ctx: Context): void {
  const body = ctx.body as
    | { scopes_supported?: readonly string[]; response_modes_supported?: unknown }
    | undefined;
  if (body?.scopes_supported === undefined) return;
  body.scopes_supported = body.scopes_supported.filter((word) => openIdWords.has(word));
  body.response_modes_supported = ['query'];
}

/** The engine leaves out how often a device may ask. */
function sayInterval(ctx: Context): void {
  const body = ctx.body as { device_code?: string; interval?: number } | undefined;
  if (body?.device_code !== undefined) body.interval = pollSeconds;
}

const retryAfterSeconds = '2';
const unavailable = { error: 'temporarily_unavailable' };

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
  if (target.startsWith(basePath)) request.url = target.slice(basePath.length);
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
