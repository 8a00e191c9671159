/** Services: registered applications that accept tokens. */
import * as z from 'zod';
import { oauthSettings } from './oauth-settings.ts';
import { type BodyShape, setByServer } from './reading/body.ts';
import type { Sortable } from './reading/order.ts';
import { pageEnvelope } from './reading/page.ts';
import { aliases, groupReference } from './references.ts';
import {
  descriptionText,
  homeUrlChange,
  homeUrlText,
  instant,
  nameText,
  referenceText,
  serviceKeyText,
} from './text.ts';

const trusted = z
  .boolean()
  .describe('Whether it can keep its secret: no script in a browser, no installed program');

const verdictMemory = z
  .int('must be a whole number of seconds')
  .min(0, 'must be 0 to 60 seconds')
  .max(60, 'must be 0 to 60 seconds')
  .describe(
    'For how many seconds the service’s own verifier may go on believing what it remembers when it hears nothing ' +
      'of changes; 0: it asks at every check',
  );

export const service = z.object({
  type: z.literal('service'),
  id: z.string(),
  key: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  homeUrl: z.string().nullable(),
  applicationName: z.string().nullable(),
  trusted,
  ...oauthSettings.shape,
  selfRegistered: z
    .boolean()
    .optional()
    .describe('Whether its application registered it by itself (RFC 7591); only for administrators'),
  viewers: z.array(groupReference).describe('The groups whose members may put the service into a scope'),
  verdictMemory: verdictMemory.optional().describe('Only for administrators'),
  secretCreationTime: instant.nullable().optional().describe('Only for administrators'),
  secretHint: z.string().nullable().optional().describe('The last four characters; only for administrators'),
  creationTime: instant,
  aliases,
});
export type Service = z.infer<typeof service>;

/** The answer to creation and to the rotation of the secret: the only ones that ever carry it. */
export const serviceWithSecret = service.extend({
  secret: z.string().describe('The secret itself, shown this once'),
});
export type ServiceWithSecret = z.infer<typeof serviceWithSecret>;

const overlapText = 'How long the secret in force stays good, in seconds, up to a week; absent: not at all';

export const serviceSecretRotation = z.object({
  overlap: z.int('must be a whole number of seconds').optional().describe(overlapText),
});
export type ServiceSecretRotation = z.infer<typeof serviceSecretRotation>;

export const serviceSecretRotationBody = {
  type: 'service',
  schema: serviceSecretRotation,
  refused: setByServer(serviceWithSecret, serviceSecretRotation),
} as const satisfies BodyShape;

/** What is known of a secret, but not the secret. */
export const serviceSecret = z.object({
  type: z.literal('serviceSecret'),
  id: z.string(),
  hint: z.string().describe('The last four characters'),
  creationTime: instant,
  expires: instant.nullable().describe('When it ends by itself; null for the one in force'),
  lastAccessTime: instant.nullable(),
  lastAccessAddress: z.string().nullable(),
  lastAccessUserAgent: z.string().nullable(),
});
export type ServiceSecret = z.infer<typeof serviceSecret>;

export const serviceSecretsPage = z.object({
  ...pageEnvelope('ServiceSecretsPage'),
  secrets: z.array(serviceSecret),
});
export type ServiceSecretsPage = z.infer<typeof serviceSecretsPage>;

const viewerList = z
  .array(z.object({ type: z.literal('userGroup').optional(), id: referenceText }))
  .max(100, 'must name at most 100 groups');

export const serviceCreate = z.object({
  name: nameText,
  key: serviceKeyText.nullish().describe('null or absent: made from the name'),
  description: descriptionText.nullish(),
  homeUrl: homeUrlText.nullish(),
  viewers: viewerList.optional().describe('absent: all Registered Users'),
  trusted: trusted.optional(),
  ...oauthSettings.shape,
});
export type ServiceCreate = z.infer<typeof serviceCreate>;

export const serviceCreateBody = {
  type: 'service',
  schema: serviceCreate,
  refused: setByServer(serviceWithSecret, serviceCreate),
} as const satisfies BodyShape;

export const serviceUpdate = z.object({
  name: nameText.optional(),
  key: serviceKeyText.optional(),
  description: descriptionText.nullish().describe('null or empty clears it'),
  homeUrl: homeUrlChange.nullish().describe('null or empty clears it'),
  viewers: viewerList.optional().describe('All groups that may use it from now on'),
  trusted: trusted.optional(),
  verdictMemory: verdictMemory.optional(),
  ...oauthSettings.shape,
});
export type ServiceUpdate = z.infer<typeof serviceUpdate>;

export const serviceUpdateBody = {
  type: 'service',
  schema: serviceUpdate,
  refused: setByServer(serviceWithSecret, serviceUpdate),
} as const satisfies BodyShape;

export const servicesPage = z.object({ ...pageEnvelope('ServicesPage'), services: z.array(service) });
export type ServicesPage = z.infer<typeof servicesPage>;

/** What a header of another application shows of each service. */
export const serviceHeader = service.pick({
  type: true,
  id: true,
  name: true,
  applicationName: true,
  homeUrl: true,
});
export type ServiceHeader = z.infer<typeof serviceHeader>;

export const serviceSortable = { name: 'asc', key: 'asc', creationTime: 'desc' } as const satisfies Sortable;
