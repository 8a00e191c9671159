/** Other entities as an answer names them: enough to show a link, and no more. */
import * as z from 'zod';
import { referenceText } from './text.ts';

export const userReference = z.object({
  type: z.literal('user'),
  id: z.string(),
  login: z.string(),
  name: z.string(),
});
export type UserReference = z.infer<typeof userReference>;

export const serviceReference = z.object({
  type: z.literal('service'),
  id: z.string(),
  key: z.string(),
  name: z.string(),
});
export type ServiceReference = z.infer<typeof serviceReference>;

export const groupReference = z.object({
  type: z.literal('userGroup'),
  id: z.string(),
  name: z.string(),
});
export type GroupReference = z.infer<typeof groupReference>;

export const roleReference = z.object({
  type: z.literal('role'),
  id: z.string(),
  key: z.string(),
  name: z.string(),
});
export type RoleReference = z.infer<typeof roleReference>;

export const projectReference = z.object({
  type: z.literal('project'),
  id: z.string(),
  key: z.string(),
  name: z.string(),
});
export type ProjectReference = z.infer<typeof projectReference>;

/** A permission's id is its key. */
export const permissionReference = z.object({
  type: z.literal('permission'),
  id: z.string(),
  key: z.string(),
  name: z.string(),
});
export type PermissionReference = z.infer<typeof permissionReference>;

/** How a body names something else: by its id or its key. Whatever else stands beside them is ignored. */
export function namedInBody<Type extends string>(type: Type, what: string) {
  return z
    .object({
      type: z.literal(type).optional(),
      id: referenceText.optional().describe(`The id of ${what}, or its key`),
      key: referenceText.optional(),
    })
    .refine(({ id, key }) => id !== undefined || key !== undefined, `must name ${what} by id or key`);
}

/** How a body names a user, and a group. Whom it names is looked up, not judged here. */
export const userTarget = z
  .object({
    type: z.literal('user').optional(),
    id: referenceText.optional(),
    login: referenceText.optional(),
  })
  .refine(
    ({ id, login }) => (id === undefined) !== (login === undefined),
    'must name a user by id or by login',
  );
export type UserTarget = z.infer<typeof userTarget>;

export const groupTarget = z.object({ type: z.literal('userGroup').optional(), id: referenceText });
export type GroupTarget = z.infer<typeof groupTarget>;

/** Ids by which an entity was known before. */
export const aliases = z.array(z.object({ id: z.string() }));
