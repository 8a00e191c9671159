import type { ApplicationPasswordId, PermanentTokenId } from '../kernel/id.ts';
import type { ApplicationPassword } from './application-password.ts';
import type { PermanentToken } from './permanent-token.ts';

/** Whatever a program can present at a service's door: the one decision is about all of them alike. */
export type Credential = PermanentToken | ApplicationPassword;

export type CredentialId = PermanentTokenId | ApplicationPasswordId;
