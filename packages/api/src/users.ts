/** Users: people and bots with an account, and the guest. */
import * as z from 'zod';
import { type BodyShape, setByServer } from './reading/body.ts';
import type { Sortable } from './reading/order.ts';
import { pageEnvelope } from './reading/page.ts';
import { aliases } from './references.ts';
import { descriptionText, emailText, instant, loginText, nameText, passwordText } from './text.ts';

export const userKind = z.enum(['person', 'bot']);
export type UserKind = z.infer<typeof userKind>;

const profile = z.object({
  email: z.object({ type: z.literal('EmailJSON'), email: z.string(), verified: z.boolean() }).nullable(),
  avatar: z.object({ url: z.string().nullable() }),
});

export const user = z.object({
  type: z.literal('user'),
  id: z.string(),
  kind: userKind,
  login: z.string(),
  name: z.string(),
  banned: z.boolean(),
  banReason: z.string().nullable(),
  guest: z.boolean(),
  creationTime: instant,
  profile,
  aliases,
  permissions: z
    .array(z.string())
    .optional()
    .describe('Keys of the global permissions; only of the caller (`me`)'),
});
export type User = z.infer<typeof user>;

export const userCreate = z.object({
  login: loginText,
  name: nameText,
  email: emailText.nullish(),
  password: passwordText.nullish().describe('An initial password, which the user replaces'),
  kind: userKind.optional(),
});
export type UserCreate = z.infer<typeof userCreate>;

export const userCreateBody = {
  type: 'user',
  schema: userCreate,
  refused: {
    ...setByServer(user, userCreate),
    // Ignoring it would create a user who cannot sign in and tell nobody.
    details: 'is not offered; give login, email and password beside the name',
  },
} as const satisfies BodyShape;

export const userUpdate = z.object({
  banned: z.boolean().optional(),
  banReason: descriptionText.nullish(),
});
export type UserUpdate = z.infer<typeof userUpdate>;

const notUpdatable = 'cannot be changed here';
export const userUpdateBody = {
  type: 'user',
  schema: userUpdate,
  refused: {
    ...setByServer(user, userUpdate),
    login: notUpdatable,
    name: notUpdatable,
    email: notUpdatable,
    password: notUpdatable,
    details: notUpdatable,
    kind: notUpdatable,
    profile: notUpdatable,
  },
} as const satisfies BodyShape;

export const usersPage = z.object({ ...pageEnvelope('UsersPage'), users: z.array(user) });
export type UsersPage = z.infer<typeof usersPage>;

export const userSortable = { login: 'asc', name: 'asc', creationTime: 'desc' } as const satisfies Sortable;
