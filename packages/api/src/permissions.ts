/** Permissions: what services, the authority among them, can be asked to allow. */
import * as z from 'zod';
import { type BodyShape, setByServer } from './reading/body.ts';
import type { Sortable } from './reading/order.ts';
import { pageEnvelope } from './reading/page.ts';
import { namedInBody, permissionReference, serviceReference } from './references.ts';
import { descriptionText, keyText, nameText } from './text.ts';

export const permission = z.object({
  type: z.literal('permission'),
  id: z.string().describe('The key'),
  key: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  global: z.boolean().describe('Whether it holds in Global or not at all'),
  service: serviceReference.describe('The service that declares it'),
  implied: z.array(permissionReference).describe('What who holds it holds as well, in the same place'),
  entityType: z.string().nullable().describe('Known to clients of this dialect; not kept here'),
  operation: z.string().nullable().describe('Known to clients of this dialect; not kept here'),
});
export type Permission = z.infer<typeof permission>;

const impliedList = z
  .array(namedInBody('permission', 'a permission'))
  .max(500, 'must name at most 500 permissions');

export const permissionCreate = z.object({
  key: keyText,
  name: nameText,
  description: descriptionText.nullish(),
  global: z.boolean().optional().describe('true: it holds in Global or not at all; absent: in projects, too'),
  implied: impliedList.optional(),
});
export type PermissionCreate = z.infer<typeof permissionCreate>;

export const permissionCreateBody = {
  type: 'permission',
  schema: permissionCreate,
  refused: setByServer(permission, permissionCreate),
} as const satisfies BodyShape;

export const permissionUpdate = z.object({
  name: nameText.optional(),
  description: descriptionText.nullish().describe('null or empty clears it'),
  implied: impliedList.optional(),
});
export type PermissionUpdate = z.infer<typeof permissionUpdate>;

const neverChanges = 'cannot be changed: whoever holds the permission would hold another one';
export const permissionUpdateBody = {
  type: 'permission',
  schema: permissionUpdate,
  refused: { ...setByServer(permission, permissionUpdate), key: neverChanges, global: neverChanges },
} as const satisfies BodyShape;

export const permissionsPage = z.object({
  ...pageEnvelope('PermissionsPage'),
  permissions: z.array(permission),
});
export type PermissionsPage = z.infer<typeof permissionsPage>;

export const permissionSortable = { name: 'asc', key: 'asc' } as const satisfies Sortable;
