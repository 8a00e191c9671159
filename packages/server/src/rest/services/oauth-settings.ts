import type { OAuthSettings } from '@countersign/api';
import { defaultClient, type OAuthClient, type OAuthClientChange } from '@countersign/core';

/** How a service takes part in OAuth, as REST answers it. */
export function presentClient(client: OAuthClient = defaultClient): OAuthSettings {
  const { flows } = client;
  return {
    redirectUris: [...client.redirectUris],
    authCodeFlowEnabled: flows.authorizationCode,
    refreshTokensEnabled: flows.refresh,
    clientCredentialsFlowEnabled: flows.clientCredentials,
    deviceFlowEnabled: flows.device,
    implicitFlowEnabled: flows.implicit,
    resourceOwnerFlowEnabled: flows.password,
    pkceRequired: true,
    lenientVerifier: client.isVerifierLenient,
    embeddedSignIn: client.embedsSignIn,
    strictProfile: client.isStrict,
    consentRequired: client.needsConsent,
    accessTokenLifetime: client.accessTokenSeconds,
    refreshTokenIdleLifetime: client.idleSeconds,
    refreshTokenLifetime: client.totalSeconds,
  };
}

/** What a body says of it; what is absent stays. */
export function readClientChange(body: OAuthSettings & { trusted?: boolean | undefined }): OAuthClientChange {
  return {
    isConfidential: body.trusted,
    redirectUris: body.redirectUris,
    flows: {
      authorizationCode: body.authCodeFlowEnabled,
      refresh: body.refreshTokensEnabled,
      clientCredentials: body.clientCredentialsFlowEnabled,
      device: body.deviceFlowEnabled,
      implicit: body.implicitFlowEnabled,
      password: body.resourceOwnerFlowEnabled,
    },
    isVerifierLenient: body.lenientVerifier,
    embedsSignIn: body.embeddedSignIn,
    isStrict: body.strictProfile,
    needsConsent: body.consentRequired,
    accessTokenSeconds: body.accessTokenLifetime,
    idleSeconds: body.refreshTokenIdleLifetime,
    totalSeconds: body.refreshTokenLifetime,
  };
}
