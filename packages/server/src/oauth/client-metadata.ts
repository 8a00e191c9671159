import type { OAuthClient, Service } from '@countersign/core';
import type { ClientMetadata } from 'oidc-provider';

/**
 * A service as the engine knows its clients. In the place of the secret stands a word that is none: `compareClientSecret`
 * asks us. Absent where the service takes no part in OAuth.
 */
export function clientMetadataOf(service: Service): ClientMetadata | undefined {
  const { client } = service;
  if (client === undefined) return undefined;
  if (client.isConfidential && service.secret === undefined) return undefined;
  return {
    client_id: service.id,
    client_name: service.name,
    application_type: applicationTypeOf(client),
    redirect_uris: [...client.redirectUris],
    grant_types: grantTypesOf(client),
    // Which of the two it may ask for is looked at beside it: see `checkAnswer`.
    response_types: client.flows.authorizationCode || client.flows.implicit ? ['code'] : [],
    token_endpoint_auth_method: client.isConfidential ? 'client_secret_basic' : 'none',
    id_token_signed_response_alg: 'RS256',
    require_pushed_authorization_requests: client.isStrict,
    dpop_bound_access_tokens: client.isStrict,
    countersign_access_seconds: client.accessTokenSeconds,
    countersign_idle_seconds: client.idleSeconds,
    ...(client.isConfidential && { client_secret: 'kept elsewhere' }),
  };
}

/** RFC 8628 §3.4. */
const deviceGrantType = 'urn:ietf:params:oauth:grant-type:device_code';

function grantTypesOf({ flows, isConfidential }: OAuthClient): string[] {
  const types: string[] = [];
  if (flows.authorizationCode) types.push('authorization_code');
  if (flows.refresh) types.push('refresh_token');
  if (isConfidential && flows.clientCredentials) types.push('client_credentials');
  if (flows.device) types.push(deviceGrantType);
  if (isConfidential && flows.password) types.push('password');
  return types;
}

/**
 * An installed program is asked about each time: whoever else sits on the same machine may take its place, as it has
 * no secret and its address is anybody's there (RFC 8252 §8.6). A server proves who it is.
 */
function applicationTypeOf({ isConfidential, flows, redirectUris }: OAuthClient): 'web' | 'native' {
  // A token in an address is given without the secret, to whoever is at that address.
  const provesItself = isConfidential && !flows.implicit;
  const isOfTheWeb = redirectUris.every((uri) => uri.startsWith(provesItself ? 'http' : 'https:'));
  return isOfTheWeb ? 'web' : 'native';
}
