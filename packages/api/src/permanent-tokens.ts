/** Permanent tokens: long-lived bearer credentials of a user, limited to the services in their scope. */
import * as z from 'zod';
import { type BodyShape, setByServer } from './reading/body.ts';
import type { Sortable } from './reading/order.ts';
import { pageEnvelope } from './reading/page.ts';
import { aliases, serviceReference, userReference } from './references.ts';
import { descriptionText, instant, nameText, referenceText } from './text.ts';

const recentUse = z
  .object({
    days: z.int().min(1).describe('How many days back this looks'),
    count: z.int().min(0),
    addresses: z.int().min(0).describe('From how many different addresses'),
    services: z.array(z.object({ service: serviceReference, count: z.int().min(0) })),
  })
  .describe('What would break if the token were revoked');

export const permanentToken = z.object({
  type: z.literal('permanentToken'),
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  scope: z.array(serviceReference).describe('The services that accept the token'),
  user: userReference.describe('For whom the token speaks'),
  author: userReference.describe('Who issued it'),
  creationTime: instant,
  expires: instant.nullable().describe('From when on it is no longer accepted; null is never'),
  lastAccessTime: instant.nullable(),
  lastAccessAddress: z.string().nullable(),
  lastAccessUserAgent: z.string().nullable(),
  usageCount: z.int().min(0),
  recentUse,
  aliases,
});
export type PermanentToken = z.infer<typeof permanentToken>;

/** The answer to creation: the only one that ever carries the token's text. */
export const issuedPermanentToken = permanentToken.extend({
  token: z.string().describe('The token itself, shown this once'),
});
export type IssuedPermanentToken = z.infer<typeof issuedPermanentToken>;

const scopeItem = z
  .object({
    type: z.literal('service').optional(),
    id: referenceText.optional().describe('The id of a service, or its key'),
    key: referenceText.optional(),
  })
  .refine(({ id, key }) => id !== undefined || key !== undefined, 'must name a service by id or key');

export const permanentTokenCreate = z.object({
  name: nameText,
  scope: z
    .array(scopeItem)
    .min(1, 'must name at least one service')
    .max(100, 'must name at most 100 services'),
  expires: instant.nullish().describe('null or absent: the token does not expire'),
  description: descriptionText.nullish(),
});
export type PermanentTokenCreate = z.infer<typeof permanentTokenCreate>;

export const permanentTokenCreateBody = {
  type: 'permanentToken',
  schema: permanentTokenCreate,
  refused: setByServer(issuedPermanentToken, permanentTokenCreate),
} as const satisfies BodyShape;

export const permanentTokensPage = z.object({
  ...pageEnvelope('PermanentTokensPage'),
  permanenttokens: z.array(permanentToken),
});
export type PermanentTokensPage = z.infer<typeof permanentTokensPage>;

export const permanentTokenSortable = {
  name: 'asc',
  creationTime: 'desc',
  expires: 'asc',
} as const satisfies Sortable;
