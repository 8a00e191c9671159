/** Permanent tokens: long-lived bearer credentials of a user, limited to the services in their scope. */
import * as z from 'zod';
import { permissionReach } from './reach.ts';
import { type BodyShape, setByServer } from './reading/body.ts';
import type { Sortable } from './reading/order.ts';
import { pageEnvelope } from './reading/page.ts';
import { aliases, namedInBody, permissionReference, serviceReference, userReference } from './references.ts';
import { descriptionText, instant, nameText } from './text.ts';

const recentUse = z
  .object({
    days: z.int().min(1).describe('How many days back this looks'),
    count: z.int().min(0),
    addresses: z.int().min(0).describe('From how many different addresses'),
    services: z.array(z.object({ service: serviceReference, count: z.int().min(0) })),
  })
  .describe('What would break if the token were revoked');

const permissionsUsed = z
  .array(
    z.object({
      permission: permissionReference,
      service: serviceReference,
      count: z
        .int()
        .min(1)
        .describe('How often, since it was first used within ninety days of the last time'),
      lastTime: instant,
    }),
  )
  .describe(
    'The permissions that were asked for and found within the last ninety days, by doors and verifiers that demanded ' +
      'one and by this API; the latest first',
  );

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
  grant: z
    .array(permissionReach)
    .nullable()
    .describe('What it was narrowed to; null: all that its scope allows'),
  capped: z
    .boolean()
    .describe(
      'Whether it stays below what its author held when it was issued, whatever its user gains later',
    ),
  recentUse,
  permissionsUsed,
  aliases,
});
export type PermanentToken = z.infer<typeof permanentToken>;

/** The answer to creation: the only one that ever carries the token's text. */
export const issuedPermanentToken = permanentToken.extend({
  token: z.string().describe('The token itself, shown this once'),
});
export type IssuedPermanentToken = z.infer<typeof issuedPermanentToken>;

export const permanentTokenCreate = z.object({
  name: nameText,
  scope: z
    .array(namedInBody('service', 'a service'))
    .min(1, 'must name at least one service')
    .max(100, 'must name at most 100 services'),
  expires: instant.nullish().describe('null or absent: the token does not expire'),
  description: descriptionText.nullish(),
  permissions: z
    .array(namedInBody('permission', 'a permission'))
    .max(200, 'must name at most 200 permissions')
    .optional()
    .describe('The only permissions it may use; absent: all that its scope allows. Never empty'),
  projects: z
    .array(namedInBody('project', 'a project'))
    .max(200, 'must name at most 200 projects')
    .optional()
    .describe('The only projects it may use them in; absent: wherever its user holds them. Never empty'),
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
