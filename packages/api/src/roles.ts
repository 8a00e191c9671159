/** Roles: named sets of permissions, given to users and groups in a place. */
import * as z from 'zod';
import { type BodyShape, setByServer } from './reading/body.ts';
import type { Sortable } from './reading/order.ts';
import { pageEnvelope } from './reading/page.ts';
import { aliases, namedInBody, permissionReference } from './references.ts';
import { descriptionText, keyText, nameText, referenceText } from './text.ts';

export const role = z.object({
  type: z.literal('role'),
  id: z.string(),
  key: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  permissions: z
    .array(permissionReference.extend({ global: z.boolean().optional() }))
    .describe('What it was made of, without what that implies'),
  immutable: z.boolean().describe('Whether it is built in: nobody changes or deletes it'),
  holdsEverything: z.boolean().describe('Whether it holds every permission, those declared later included'),
  assignmentsCount: z.int().min(0).optional().describe('How many times it is given'),
  aliases,
});
export type Role = z.infer<typeof role>;

const permissionList = z
  .array(namedInBody('permission', 'a permission'))
  .max(500, 'must name at most 500 permissions');

export const roleCreate = z.object({
  name: nameText,
  key: keyText.nullish().describe('null or absent: made from the name'),
  description: descriptionText.nullish(),
  permissions: permissionList.optional(),
});
export type RoleCreate = z.infer<typeof roleCreate>;

export const roleCreateBody = {
  type: 'role',
  schema: roleCreate,
  refused: setByServer(role, roleCreate),
} as const satisfies BodyShape;

export const roleUpdate = z.object({
  name: nameText.optional(),
  key: keyText.optional(),
  description: descriptionText.nullish().describe('null or empty clears it'),
  permissions: permissionList.optional().describe('All that it is made of from now on'),
});
export type RoleUpdate = z.infer<typeof roleUpdate>;

export const roleUpdateBody = {
  type: 'role',
  schema: roleUpdate,
  refused: setByServer(role, roleUpdate),
} as const satisfies BodyShape;

/** A permission that is put into a role. */
export const permissionChoice = z
  .object({ id: referenceText.optional().describe('The key of a permission'), key: referenceText.optional() })
  .refine(({ id, key }) => id !== undefined || key !== undefined, 'must name a permission by id or key');
export type PermissionChoice = z.infer<typeof permissionChoice>;

export const permissionChoiceBody = {
  type: 'permission',
  schema: permissionChoice,
  refused: {},
} as const satisfies BodyShape;

export const rolesPage = z.object({ ...pageEnvelope('RolesPage'), roles: z.array(role) });
export type RolesPage = z.infer<typeof rolesPage>;

export const roleSortable = { name: 'asc', key: 'asc' } as const satisfies Sortable;
