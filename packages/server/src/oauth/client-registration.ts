import type { ClientGrantType, ClientRegistration, RegisteredClient } from '@countersign/api';
import {
  malformed,
  type NewApplication,
  ok,
  type RegisteredApplication,
  type Result,
  refuse,
} from '@countersign/core';

/** What an application says of itself, with what it left out. */
export type ClientMetadata = Omit<
  RegisteredClient,
  'client_id' | 'client_id_issued_at' | 'client_secret' | 'client_secret_expires_at'
>;

/** What is left out is what RFC 7591 §2 says that it is; §2.1 wants response types to go with the grants. */
export function withDefaults(given: ClientRegistration): Result<ClientMetadata> {
  const grants: ReadonlySet<ClientGrantType> = new Set(given.grant_types ?? ['authorization_code']);
  const answersCode = grants.has('authorization_code');
  const types = [...new Set(given.response_types ?? (answersCode ? ['code' as const] : []))];
  if (types.includes('code') !== answersCode)
    return refuse(
      malformed(
        'response_types',
        'must be ["code"] with authorization_code in grant_types, and [] without it',
      ),
    );
  const { client_uri: home, redirect_uris: redirectUris = [] } = given;
  return ok({
    client_name: given.client_name,
    ...(home !== undefined && isAtHomeThere(home, redirectUris) && { client_uri: home }),
    redirect_uris: redirectUris,
    grant_types: [...grants],
    response_types: types,
    token_endpoint_auth_method: given.token_endpoint_auth_method ?? 'client_secret_basic',
  });
}

/**
 * Where a service is at home sign-in may lead, and tokens may be asked for by that address: an application is believed
 * where users are sent back to, and no further (RFC 7591 §5).
 */
function isAtHomeThere(home: string, redirectUris: readonly string[]): boolean {
  const origin = URL.parse(home)?.origin;
  return origin !== undefined && redirectUris.some((uri) => URL.parse(uri)?.origin === origin);
}

export function applicationOf(metadata: ClientMetadata): NewApplication {
  const grants: ReadonlySet<ClientGrantType> = new Set(metadata.grant_types);
  return {
    name: metadata.client_name,
    homeUrl: metadata.client_uri,
    isConfidential: metadata.token_endpoint_auth_method !== 'none',
    redirectUris: metadata.redirect_uris,
    flows: {
      authorizationCode: grants.has('authorization_code'),
      refresh: grants.has('refresh_token'),
      clientCredentials: grants.has('client_credentials'),
      device: grants.has('urn:ietf:params:oauth:grant-type:device_code'),
    },
  };
}

/** RFC 7591 §3.2.1: what was registered, and nothing else. The secret leaves here, once. */
export function presentRegistered(
  metadata: ClientMetadata,
  { service, secret }: RegisteredApplication,
): RegisteredClient {
  return {
    client_id: service.id,
    client_id_issued_at: Math.floor(service.createdAt / 1_000),
    ...(secret !== undefined && { client_secret: secret.reveal(), client_secret_expires_at: 0 }),
    ...metadata,
  };
}
