/** What a credential, a user or a narrowed token may do, as services of this dialect ask for it. */
import * as z from 'zod';
import { permissionReference, projectReference } from './references.ts';

/** The shape of the permission cache: permission by permission, everywhere or in some projects. */
export const permissionReach = z.object({
  permission: permissionReference,
  global: z.boolean().describe('Whether it holds in every project, those to come included'),
  projects: z.array(projectReference).nullable().describe('Where it holds; null where it holds everywhere'),
});
export type PermissionReach = z.infer<typeof permissionReach>;
