/** Project roles, this dialect's word for a role that is given to a user or a group in a place. */
import * as z from 'zod';
import { type BodyShape, setByServer } from './reading/body.ts';
import type { Sortable } from './reading/order.ts';
import { pageEnvelope } from './reading/page.ts';
import {
  aliases,
  groupReference,
  namedInBody,
  projectReference,
  roleReference,
  userReference,
} from './references.ts';

const holder = z.discriminatedUnion('type', [userReference, groupReference]);

export const projectRole = z.object({
  type: z.literal('projectRole'),
  id: z.string(),
  role: roleReference,
  project: projectReference.describe('Where it holds; `0` is Global'),
  owner: holder.describe('To whom it was given'),
  aliases,
});
export type ProjectRole = z.infer<typeof projectRole>;

export const sourcedProjectRole = projectRole.extend({
  type: z.literal('sourcedProjectRole'),
  sources: z.array(holder).describe('Where it comes from: the user, groups they are in, or several of these'),
});
export type SourcedProjectRole = z.infer<typeof sourcedProjectRole>;

export const projectRoleCreate = z.object({
  role: namedInBody('role', 'a role'),
  project: namedInBody('project', 'a project'),
});
export type ProjectRoleCreate = z.infer<typeof projectRoleCreate>;

export const projectRoleCreateBody = {
  type: 'projectRole',
  schema: projectRoleCreate,
  refused: setByServer(projectRole, projectRoleCreate),
} as const satisfies BodyShape;

export const projectRolesPage = z.object({
  ...pageEnvelope('ProjectRolesPage'),
  projectroles: z.array(projectRole),
});
export type ProjectRolesPage = z.infer<typeof projectRolesPage>;

export const transitiveProjectRolesPage = z.object({
  ...pageEnvelope('TransitiveProjectRolesPage'),
  transitiveprojectroles: z.array(projectRole),
});
export type TransitiveProjectRolesPage = z.infer<typeof transitiveProjectRolesPage>;

export const sourcedProjectRolesPage = z.object({
  ...pageEnvelope('SourcedProjectRolesPage'),
  sourcedprojectroles: z.array(sourcedProjectRole),
});
export type SourcedProjectRolesPage = z.infer<typeof sourcedProjectRolesPage>;

export const projectRoleSortable = { id: 'asc' } as const satisfies Sortable;
