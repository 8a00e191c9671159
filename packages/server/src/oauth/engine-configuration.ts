import { deviceCodeSeconds, trustId, type UserId } from '@countersign/core';
import type { Configuration, JWKS, KoaContextWithOIDC } from 'oidc-provider';
import type { Authority } from '../authority.ts';
import { proofAlgorithms } from '../possession/proof-algorithms.ts';
import { nonceSecret } from '../possession/proof-nonces.ts';
import { approvedGrant } from './approved-grant.ts';
import { engineAdapter } from './engine-adapter.ts';
import { engineCookies, engineRoutes, logoutPath, registrationPath } from './engine-routes.ts';
import { renderEngineError } from './error-page.ts';
import { answerWith, checkAnswer } from './implicit-flow.ts';
import { interactionPath } from './interaction-path.ts';
import { ownResources } from './protected-resource.ts';
import { isRegistrationOn } from './register-applications.ts';
import { ledgerNow } from './request-ledger.ts';
import { checkAskedResources, checkAskedServices } from './resolve-services.ts';
import { askedResources, askedServices, servicesWord } from './scope-words.ts';

/** How the engine is set up: what is not named here is as it ships, and it ships strict (RFC 9700). */
export function engineConfiguration(authority: Authority, keys: JWKS): Configuration {
  const { basePath, isSecure } = authority.settings.publicUrl;
  const cookie = { httpOnly: true, sameSite: 'lax', secure: isSecure, signed: false } as const;
  return {
    adapter: engineAdapter(authority),
    jwks: keys,
    routes: engineRoutes,
    scopes: ['openid', 'offline_access', servicesWord],
    claims: {
      openid: ['sub'],
      profile: ['name', 'preferred_username', 'profile'],
      email: ['email'],
    },
    responseTypes: ['code'],
    subjectTypes: ['public'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    clientDefaults: { id_token_signed_response_alg: 'RS256' },
    enabledJWA: { idTokenSigningAlgValues: ['RS256'], dPoPSigningAlgValues: [...proofAlgorithms] },
    pkce: { required: () => true },
    extraParams: {
      [askedServices]: (ctx: KoaContextWithOIDC, value: string | undefined) =>
        checkAskedServices(authority, ctx, value),
      [answerWith]: (ctx: KoaContextWithOIDC, value: string | undefined) =>
        checkAnswer(authority, ctx, value),
      [askedResources]: (_ctx: KoaContextWithOIDC, value: string | undefined) =>
        checkAskedResources(authority, value),
      access_type: null,
    },
    cookies: {
      names: engineCookies,
      short: cookie,
      long: cookie,
    },
    interactions: { url: (_ctx, interaction) => `${basePath}${interactionPath}/${interaction.uid}` },
    ttl: {
      AuthorizationCode: 60,
      DeviceCode: deviceCodeSeconds,
      Interaction: 30 * 60,
      Grant: 30 * 60,
      IdToken: 3_600,
      Session: 14 * 86_400,
      AccessToken: (_ctx, _token, client) => client.countersign_access_seconds as number,
      ClientCredentials: (_ctx, _token, client) => client.countersign_access_seconds as number,
      RefreshToken: (_ctx, _token, client) => client.countersign_idle_seconds as number,
    },
    extraClientMetadata: {
      properties: ['countersign_access_seconds', 'countersign_idle_seconds'],
    },
    findAccount: (_ctx, id) => findAccount(authority, trustId<UserId>(id)),
    loadExistingGrant: (ctx) => approvedGrant(authority, ctx),
    issueRefreshToken: async (_ctx, client, code) =>
      client.grantTypeAllowed('refresh_token') &&
      ledgerNow().grants.get(code.grantId ?? '')?.isOffline === true,
    rotateRefreshToken: (ctx) => ctx.oidc.client?.clientAuthMethod === 'none',
    // Scripts in a browser ask from the pages where they are sent back to.
    clientBasedCORS: (_ctx, origin, client) =>
      (client.redirectUris ?? []).some((uri) => URL.parse(uri)?.origin === origin),
    renderError: renderEngineError(authority.settings.publicUrl),
    // Our sessions and our connections end by themselves; the engine's are only a view of them.
    expiresWithSession: async () => false,
    conformIdTokenClaims: false,
    discovery: {
      introspection_endpoint: `${authority.settings.publicUrl.href}/api/rest/oauth2/introspect`,
      protected_resources: ownResources(authority.settings.publicUrl),
      end_session_endpoint: `${authority.settings.publicUrl.href}${logoutPath}`,
      introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      ...(isRegistrationOn(authority.settings) && {
        registration_endpoint: `${authority.settings.publicUrl.href}${registrationPath}`,
      }),
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      deviceFlow: {
        enabled: true,
        charset: 'base-20',
        mask: '****-****',
        deviceInfo: () => ({ address: ledgerNow().caller.origin.address }),
      },
      userinfo: { enabled: true },
      revocation: { enabled: true },
      // Ours stands in front, for every kind of credential.
      introspection: { enabled: false },
      // Ours, as it ends our sessions.
      rpInitiatedLogout: { enabled: false },
      // Ours, as services are: see `scope-front.ts`.
      resourceIndicators: { enabled: false },
      pushedAuthorizationRequests: { enabled: true },
      // Whoever sends a proof is given tokens that are bound to its key; nobody must, but where a service says so.
      dPoP: { enabled: true, nonceSecret: nonceSecret(authority.digest) },
    },
  };
}

async function findAccount({ store, settings }: Authority, id: UserId) {
  const user = await store.tables.users.find(id);
  if (user?.state.kind !== 'active') return undefined;
  return {
    accountId: id,
    claims: async () => ({
      sub: id,
      name: user.name,
      preferred_username: user.login,
      profile: `${settings.publicUrl.href}/users/${id}`,
      ...(user.email !== undefined && { email: user.email }),
    }),
  };
}
