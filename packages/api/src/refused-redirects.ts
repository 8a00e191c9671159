/** Addresses that were refused since they are not registered, under the name that this dialect has for them. */
import * as z from 'zod';
import { pageEnvelope } from './reading/page.ts';
import { instant } from './text.ts';

export const untrustedRedirectUri = z.object({
  type: z.literal('untrustedRedirectURI'),
  id: z.string(),
  redirectURI: z
    .string()
    .describe('As it was sent; what is no visible letter of ASCII stands as % and two digits'),
  triedFrom: z.string().nullable().describe('The address of whoever sent it last'),
  triedAt: instant.describe('When it was sent last'),
  count: z.int().describe('How often it was sent'),
  rule: z.string().nullable().describe('Why it cannot be accepted; null where it can'),
});
export type UntrustedRedirectUri = z.infer<typeof untrustedRedirectUri>;

export const untrustedRedirectUrisPage = z.object({
  ...pageEnvelope('UntrustedRedirectURIsPage'),
  untrustedredirecturis: z.array(untrustedRedirectUri),
});
export type UntrustedRedirectUrisPage = z.infer<typeof untrustedRedirectUrisPage>;
