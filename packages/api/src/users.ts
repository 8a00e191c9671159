/** Users: people and bots with an account, and the guest. */
import * as z from 'zod';
import { type BodyShape, setByServer } from './reading/body.ts';
import type { Sortable } from './reading/order.ts';
import { pageEnvelope } from './reading/page.ts';
import { aliases, groupReference, groupTarget, userReference, userTarget } from './references.ts';
import {
  descriptionText,
  emailText,
  emailTextOrNone,
  instant,
  loginText,
  nameText,
  passwordText,
} from './text.ts';
import { twoFactorReference } from './two-factor-authentication.ts';

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
  owner: userReference.nullable().describe('The person who answers for a bot'),
  purpose: z.string().nullable().describe('What a bot is for'),
  suspended: z
    .boolean()
    .describe('Whether it is a bot that nobody active answers for, and so accepted nowhere'),
  passwordChangeRequired: z
    .boolean()
    .describe('Whether the password must be replaced at the next sign-in; false to who may not know'),
  groups: z.array(groupReference).describe('The groups that were joined, as far as the caller may know'),
  transitiveGroups: z.array(groupReference).describe('With the groups above them and the built-in ones'),
  tokensCount: z.int().min(0).nullable().describe('Permanent tokens; null to who may not read them'),
  lastAccessTime: instant
    .nullable()
    .describe('The last sign-in, request in a session or use of a token; null to who may not know'),
  creationTime: instant,
  profile,
  aliases,
  twoFactorAuthentication: twoFactorReference
    .nullable()
    .describe('What signing in asks for beside the password; null: nothing, or not for the caller to know'),
  pendingTwoFactorAuthentication: twoFactorReference.nullable().describe('The same while it is being set up'),
  permissions: z
    .array(z.string())
    .optional()
    .describe('Keys of the global permissions; only of the caller (`me`)'),
});
export type User = z.infer<typeof user>;

const initialPassword = z.object({ type: z.literal('PlainpasswordJSON').optional(), value: passwordText });

/** How clients of this dialect give a new user the means to sign in. */
const signInDetails = z.object({
  type: z.enum(['LoginuserdetailsJSON', 'EmailuserdetailsJSON']),
  login: loginText.optional(),
  email: z.object({ type: z.literal('EmailJSON').optional(), email: emailText }).optional(),
  password: initialPassword.optional(),
});

export const userCreate = z.object({
  login: loginText.optional().describe('Absent: from `details`, or else the email address'),
  name: nameText,
  email: emailText.nullish(),
  password: passwordText.nullish().describe('An initial password, which its owner replaces at first sign-in'),
  kind: userKind.optional(),
  owner: userTarget.nullish().describe('Of a bot; null or absent: the caller'),
  purpose: descriptionText.nullish().describe('Of a bot'),
  groups: z.array(groupTarget).max(100, 'must name at most 100 groups').optional(),
  details: z
    .array(signInDetails)
    .max(2, 'must have at most 2 items')
    .optional()
    .describe('Login, email and password once more, in the form of other clients'),
});
export type UserCreate = z.infer<typeof userCreate>;

export const userCreateBody = {
  type: 'user',
  schema: userCreate,
  refused: setByServer(user, userCreate),
} as const satisfies BodyShape;

export const userUpdate = z.object({
  login: loginText.optional(),
  name: nameText.optional(),
  email: emailTextOrNone.nullish().describe('null or empty: none'),
  profile: z
    .object({
      email: z
        .object({ type: z.literal('EmailJSON').optional(), email: emailTextOrNone.nullish() })
        .nullish()
        .describe('`email`, in the form of other clients'),
    })
    .optional(),
  owner: userTarget.optional().describe('Of a bot'),
  purpose: descriptionText.nullish().describe('Of a bot; null or empty: none'),
  passwordChangeRequired: z
    .boolean()
    .optional()
    .describe('true: the password must be replaced at the next sign-in; that ends with the new one alone'),
  banned: z.boolean().optional().describe('Changed by itself, together with nothing but the two below'),
  banReason: descriptionText.nullish(),
  successor: userTarget.optional().describe('Who answers for the bots of the banned user from now on'),
});
export type UserUpdate = z.infer<typeof userUpdate>;

export const userUpdateBody = {
  type: 'user',
  schema: userUpdate,
  refused: {
    ...setByServer(user, userUpdate),
    kind: 'cannot be changed',
    groups: 'cannot be changed here; add and remove them one by one',
    password: 'cannot be changed here; see passwordChangeRequired, and the userdetails of the user',
    details: 'cannot be changed here; see the userdetails of the user',
  },
} as const satisfies BodyShape;

export const usersPage = z.object({ ...pageEnvelope('UsersPage'), users: z.array(user) });
export type UsersPage = z.infer<typeof usersPage>;

export const userSortable = { login: 'asc', name: 'asc', creationTime: 'desc' } as const satisfies Sortable;
