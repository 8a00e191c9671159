/** Approved scopes: to which services a user agreed, and what each may do. */
import * as z from 'zod';
import type { Sortable } from './reading/order.ts';
import { pageEnvelope } from './reading/page.ts';
import { aliases, serviceReference, userReference } from './references.ts';
import { instant } from './text.ts';

export const approvedScope = z.object({
  type: z.literal('approvedScope'),
  id: z.string(),
  client: serviceReference.describe('The service that may act'),
  scope: z.array(serviceReference).describe('The services at which it may act'),
  user: userReference.describe('Who agreed'),
  creationTime: instant,
  expiresOn: z.null().describe('It lasts until it is taken back'),
  aliases,
});
export type ApprovedScope = z.infer<typeof approvedScope>;

export const approvedScopesPage = z.object({
  ...pageEnvelope('ApprovedScopesPage'),
  approvedscopes: z.array(approvedScope),
});
export type ApprovedScopesPage = z.infer<typeof approvedScopesPage>;

export const approvedScopeSortable = { creationTime: 'desc' } as const satisfies Sortable;
