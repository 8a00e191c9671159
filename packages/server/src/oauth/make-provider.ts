import { authenticateService, type ServiceId, trustId } from '@countersign/core';
import type { Context } from 'koa';
import Provider, { type JWKS, type KoaContextWithOIDC } from 'oidc-provider';
import type { Authority } from '../authority.ts';
import type { PublicUrl } from '../config/settings.ts';
import type { SessionCookie } from '../http/cookies.ts';
import type { Log } from '../log.ts';
import { noteSecretUse } from '../verify/note-secret-use.ts';
import { nameScope, namesNothing, readNarrowing, refuseWider } from './answer-scope.ts';
import { pollSeconds } from './device-polls.ts';
import { engineConfiguration } from './engine-configuration.ts';
import { engineRoutes } from './engine-routes.ts';
import { renderEngineError } from './error-page.ts';
import { flushLedger } from './flush-ledger.ts';
import { holdStep } from './hold-step.ts';
import { nameScopeInAddress } from './implicit-flow.ts';
import { leaveSession } from './leave-session.ts';
import { noteRefusedRedirect } from './note-refused-redirect.ts';
import { offerPasswordGrant } from './password-grant.ts';
import { refuseTokens } from './refuse-tokens.ts';
import { ledgerNow, type RequestLedger } from './request-ledger.ts';
import { front } from './scope-front.ts';
import { openIdWords } from './scope-words.ts';
import { takeOverTokenValues } from './token-values.ts';
import { retryAfterSeconds, unavailable } from './unavailable.ts';

/** The engine that signs with these keys, with what is ours around it, from the outermost in. */
export function makeProvider(authority: Authority, keys: JWKS, cookie: SessionCookie, log: Log): Provider {
  const { publicUrl } = authority.settings;
  const provider = new Provider(publicUrl.href, engineConfiguration(authority, keys));
  // What an address in an answer begins with is read from headers, and those are set below.
  provider.proxy = true;
  takeOverTokenValues(provider, authority);
  offerPasswordGrant(provider, authority);
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
    if (await isWithdrawn(authority, ctx as unknown as KoaContextWithOIDC)) {
      ledger.writes.length = 0;
      const error_description = 'the application may not have users sent back there any more';
      return refuseOnPage(ctx, publicUrl, { error: 'unauthorized_client', error_description });
    }
    spendShownCode(ctx, ledger);
    await sayWhoIsBanned(authority, ctx, ledger);
    nameFlowThatIsOff(ctx);
    const flushed = await flushLedger(authority, ledger);
    if (flushed.ok) {
      // Nothing has no type, and there are clients that take none but JSON.
      if (ctx.body === '') ctx.remove('content-type');
      describeOurs(ctx);
      nameScopeInAddress(ctx);
      await leaveSession(authority, cookie, ctx);
      await holdStep(authority, ctx as unknown as KoaContextWithOIDC);
      if (ctx.path === engineRoutes.device_authorization) sayInterval(ctx);
      return nameScope(ctx);
    }
    // What was made for the answer was not written: nothing of it leaves.
    ctx.remove('location');
    if (flushed.refusal.kind === 'malformed') return refuseWider(ctx, flushed.refusal.fields[0]);
    if (ctx.path.startsWith(engineRoutes.authorization)) return refuseOnPage(ctx, publicUrl, usedRequest);
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
  return provider;
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

/** A pushed request that somebody else used meanwhile. */
const usedRequest = { error: 'invalid_request_uri', error_description: 'the request was already used' };

/** A request whose visitor is led nowhere, and keeps nothing of it. */
function refuseOnPage(
  ctx: Context,
  publicUrl: PublicUrl,
  fault: { readonly error: string; readonly error_description: string },
): void {
  ctx.remove('location');
  ctx.remove('set-cookie');
  ctx.status = 400;
  renderEngineError(publicUrl)(ctx as unknown as KoaContextWithOIDC, fault);
}

/**
 * Whether a request that waited for its visitor was allowed when it began and is not any more: its address was removed
 * meanwhile, or its flow switched off. The engine looks at both when a request begins, and at neither when it goes on.
 */
async function isWithdrawn({ store }: Authority, { path, oidc }: KoaContextWithOIDC): Promise<boolean> {
  if (!path.startsWith(`${engineRoutes.authorization}/`) || oidc?.client === undefined) return false;
  const { redirect_uri: uri, response_type: type } = oidc.params ?? {};
  const service = await store.tables.services.find(trustId<ServiceId>(oidc.client.clientId));
  const flows = service?.client?.flows;
  const isOn = type === 'token' ? flows?.implicit : flows?.authorizationCode;
  return isOn !== true || !oidc.client.redirectUriAllowed(String(uri));
}

/** The engine has another word for a flow that a client is not set up for than the standard (RFC 6749 §5.2). */
function nameFlowThatIsOff({ body }: Context): void {
  const answer = body as { error?: string; error_description?: string } | undefined;
  if (answer?.error_description?.startsWith('requested grant type is not allowed') !== true) return;
  answer.error = 'unauthorized_client';
  answer.error_description = 'the flow is not switched on for this client';
}

/** Clients of this dialect look for this text, and tell their user that they are banned. */
async function sayWhoIsBanned(
  { store }: Authority,
  { body }: Context,
  { shownRefreshToken }: RequestLedger,
): Promise<void> {
  const answer = body as { error?: string; error_description?: string } | undefined;
  const owner = shownRefreshToken?.userId;
  if (answer?.error !== 'invalid_grant' || owner === undefined) return;
  const user = await store.tables.users.find(owner);
  if (user?.state.kind === 'banned') answer.error_description = 'The owner of the refresh token is banned';
}

/**
 * The metadata without what is the engine's and not ours: the word by which it knows of services, and the form that our
 * policy lets no page send by itself; and without what is deprecated.
 */
function describeOurs(ctx: Context): void {
  const body = ctx.body as
    | {
        scopes_supported?: readonly string[];
        grant_types_supported?: readonly string[];
        response_modes_supported?: unknown;
      }
    | undefined;
  if (body?.scopes_supported === undefined) return;
  body.scopes_supported = body.scopes_supported.filter((word) => openIdWords.has(word));
  body.grant_types_supported = (body.grant_types_supported ?? []).filter((type) => type !== 'password');
  body.response_modes_supported = ['query'];
}

/** The engine leaves out how often a device may ask. */
function sayInterval(ctx: Context): void {
  const body = ctx.body as { device_code?: string; interval?: number } | undefined;
  if (body?.device_code !== undefined) body.interval = pollSeconds;
}
