import type {
  ApplicationPasswordId,
  ConnectionId,
  PermanentTokenId,
  ServiceId,
  ServiceSecretId,
} from '../kernel/id.ts';
import type { AccessToken } from './access-token.ts';
import type { ApplicationPassword } from './application-password.ts';
import type { TokenFacts } from './permanent-token.ts';
import type { ServiceToken } from './service-token.ts';

/** Whatever a program can present at a service's door for a user: the one decision is about all of them alike. */
export type Credential = TokenFacts | AccessToken | ApplicationPassword;

/** What is presented by itself, and names its owner (RFC 6750). */
export type BearerToken = TokenFacts | IssuedAccessToken;

/** What a service got from the token endpoint: to act for a user, or by itself. */
export type IssuedAccessToken = AccessToken | ServiceToken;

/** By which a credential is listed and ended, its use counted, and an act with it recorded. */
export type CredentialId = PermanentTokenId | ApplicationPasswordId | ConnectionId | ServiceSecretId;

/** An access token is one of many that a connection has had, and goes by the connection. */
export function credentialIdOf(credential: Credential): CredentialId {
  return credential.kind === 'access-token' ? credential.connectionId : credential.id;
}

/** Whether it may be presented at the service's door; an application password for no service in particular, at any. */
export function isFor(credential: Credential | ServiceToken, service: ServiceId): boolean {
  return credential.kind === 'application-password'
    ? credential.service === undefined || credential.service === service
    : credential.audience.includes(service);
}
