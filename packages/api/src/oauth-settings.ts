/**
 * How a service takes part in OAuth: in the words of this dialect, and in ours for what it has none for. Only
 * administrators read and change it. The authority judges the values.
 */
import * as z from 'zod';

const seconds = z.int('must be a whole number of seconds');

export const oauthSettings = z
  .object({
    redirectUris: z
      .array(z.string())
      .describe('Where answers may be sent; an address counts only as it stands, byte for byte'),
    authCodeFlowEnabled: z.boolean().describe('Users sign in there by an authorization code'),
    refreshTokensEnabled: z.boolean().describe('It stays connected without its users'),
    clientCredentialsFlowEnabled: z.boolean().describe('It acts by itself'),
    deviceFlowEnabled: z.boolean().describe('Users type a code from a device that has no browser'),
    implicitFlowEnabled: z.boolean().describe('Deprecated: tokens in the address of a page'),
    resourceOwnerFlowEnabled: z.boolean().describe('Deprecated: it takes the password of its users'),
    pkceRequired: z
      .literal(true, 'must be true: no code is exchanged here without PKCE')
      .describe('Always true'),
    lenientVerifier: z.boolean().describe('Its PKCE verifier may hold letters beside those of RFC 7636'),
    embeddedSignIn: z
      .boolean()
      .describe(
        'Pages of its https redirect URIs may sign users in within a frame or a window that they hold',
      ),
    strictProfile: z
      .boolean()
      .describe('Its requests are pushed first (RFC 9126), and its tokens are bound to a key (RFC 9449)'),
    consentRequired: z.boolean().describe('Each user is asked before it may act for them'),
    accessTokenLifetime: seconds.describe('In seconds, from a minute to a day'),
    refreshTokenIdleLifetime: seconds.describe('In seconds: how long it stays connected without asking'),
    refreshTokenLifetime: seconds.describe('In seconds: how long it stays connected in all'),
  })
  .partial();
export type OAuthSettings = z.infer<typeof oauthSettings>;
