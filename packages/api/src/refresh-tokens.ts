/** Refresh tokens: what services may do for a user since they let them in, under the name that clients know it by. */
import * as z from 'zod';
import type { Sortable } from './reading/order.ts';
import { pageEnvelope } from './reading/page.ts';
import { aliases, serviceReference, userReference } from './references.ts';
import { instant } from './text.ts';

export const refreshToken = z.object({
  type: z.literal('refreshToken'),
  id: z.string().describe('Stays the same however often the token is renewed'),
  client: serviceReference.describe('The service that acts'),
  audience: z.array(serviceReference).describe('The services at which it acts'),
  scope: z.array(z.string()).describe('The words of OpenID Connect, and the ids of the audience'),
  user: userReference.describe('For whom it acts'),
  creationTime: instant,
  authenticationTime: instant.describe('When the user had signed in'),
  expires: instant.describe('From when on it is no longer accepted, and not renewed'),
  lastAccessTime: instant.nullable(),
  lastAccessAddress: z.string().nullable(),
  lastAccessUserAgent: z.string().nullable(),
  aliases,
});
export type RefreshToken = z.infer<typeof refreshToken>;

export const refreshTokensPage = z.object({
  ...pageEnvelope('RefreshTokensPage'),
  refreshtokens: z.array(refreshToken),
});
export type RefreshTokensPage = z.infer<typeof refreshTokensPage>;

/** Those of one service, and of how many users they are. */
export const serviceRefreshTokensPage = refreshTokensPage.extend({
  users: z.int().describe('How many users they are of, on all pages'),
});
export type ServiceRefreshTokensPage = z.infer<typeof serviceRefreshTokensPage>;

export const refreshTokenSortable = { creationTime: 'desc', expires: 'asc' } as const satisfies Sortable;
