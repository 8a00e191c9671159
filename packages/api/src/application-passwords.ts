/** Application passwords: generated ones, each for a program that can send nothing but a user name and a password. */
import * as z from 'zod';
import { type BodyShape, setByServer } from './reading/body.ts';
import type { Sortable } from './reading/order.ts';
import { pageEnvelope } from './reading/page.ts';
import { aliases, namedInBody, serviceReference, userReference } from './references.ts';
import { instant, nameText } from './text.ts';

export const applicationPassword = z.object({
  type: z.literal('applicationPassword'),
  id: z.string(),
  name: z.string().describe('The program it is for'),
  user: userReference.describe('Whose it is: the user name that goes with it'),
  service: serviceReference
    .nullable()
    .describe('The one service that accepts it; null: every service that its user may use'),
  creationTime: instant,
  lastAccessTime: instant.nullable(),
  lastAccessAddress: z.string().nullable(),
  lastAccessUserAgent: z.string().nullable(),
  aliases,
});
export type ApplicationPassword = z.infer<typeof applicationPassword>;

/** The answer to creation: the only one that ever carries the password's text. */
export const issuedApplicationPassword = applicationPassword.extend({
  password: z
    .string()
    .describe(
      'The password itself, shown this once: six groups of four; spaces, dashes and case do not count',
    ),
});
export type IssuedApplicationPassword = z.infer<typeof issuedApplicationPassword>;

export const applicationPasswordCreate = z.object({
  name: nameText,
  service: namedInBody('service', 'a service')
    .nullish()
    .describe('The one service that shall accept it; null or absent: every service that its user may use'),
});
export type ApplicationPasswordCreate = z.infer<typeof applicationPasswordCreate>;

export const applicationPasswordCreateBody = {
  type: 'applicationPassword',
  schema: applicationPasswordCreate,
  refused: setByServer(issuedApplicationPassword, applicationPasswordCreate),
} as const satisfies BodyShape;

export const applicationPasswordsPage = z.object({
  ...pageEnvelope('ApplicationPasswordsPage'),
  applicationPasswords: z.array(applicationPassword),
});
export type ApplicationPasswordsPage = z.infer<typeof applicationPasswordsPage>;

export const applicationPasswordSortable = {
  name: 'asc',
  creationTime: 'desc',
} as const satisfies Sortable;
