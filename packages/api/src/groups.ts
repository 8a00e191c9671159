/** Groups: named sets of users that nest. */
import * as z from 'zod';
import { type BodyShape, setByServer } from './reading/body.ts';
import type { Sortable } from './reading/order.ts';
import { pageEnvelope } from './reading/page.ts';
import { aliases, groupReference, groupTarget, serviceReference } from './references.ts';
import { descriptionText, instant, nameText, referenceText } from './text.ts';

export const userGroup = z.object({
  type: z.literal('userGroup'),
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  autoJoin: z.boolean().describe('Whether every new account joins'),
  requiredTwoFactorAuthentication: z.boolean(),
  twoFactorRequiredFrom: instant
    .nullable()
    .describe('From when on members need it; null: at once, or not at all'),
  parentsRequireTwoFactorAuthentication: z.boolean().describe('Whether a group above demands it'),
  parent: groupReference.nullable(),
  subgroups: z.array(groupReference).describe('Directly below, as far as the caller may read them'),
  userCount: z
    .int()
    .min(0)
    .nullable()
    .describe('With those of groups below; null to who may not read members'),
  updaters: z.array(groupReference).describe('The groups whose members may change this one’s membership'),
  allUsers: z.boolean().describe('The built-in group of everybody'),
  registeredUsers: z.boolean().describe('The built-in group of everybody with an account'),
  implicit: z.boolean().describe('Built in: its members follow from a rule'),
  services: z
    .array(serviceReference)
    .describe('The services that its members may use, as far as the caller may'),
  creationTime: instant,
  aliases,
});
export type UserGroup = z.infer<typeof userGroup>;

export const userGroupCreate = z.object({
  name: nameText,
  description: descriptionText.nullish(),
  parent: groupTarget.nullish().describe('null or absent: none'),
  autoJoin: z.boolean().optional(),
  requiredTwoFactorAuthentication: z.boolean().optional(),
  twoFactorRequiredFrom: instant
    .nullish()
    .describe('A time in the future, with the requirement; null: at once'),
});
export type UserGroupCreate = z.infer<typeof userGroupCreate>;

export const userGroupCreateBody = {
  type: 'userGroup',
  schema: userGroupCreate,
  refused: setByServer(userGroup, userGroupCreate),
} as const satisfies BodyShape;

export const userGroupUpdate = z.object({
  name: nameText.optional(),
  description: descriptionText.nullish().describe('null or empty: none'),
  parent: groupTarget.nullish().describe('null: none'),
  autoJoin: z.boolean().optional(),
  requiredTwoFactorAuthentication: z.boolean().optional(),
  twoFactorRequiredFrom: instant
    .nullish()
    .describe('A time in the future, with the requirement; null: at once'),
  updaters: z
    .array(groupTarget)
    .max(100, 'must name at most 100 groups')
    .optional()
    .describe('All of them; changed by itself'),
});
export type UserGroupUpdate = z.infer<typeof userGroupUpdate>;

export const userGroupUpdateBody = {
  type: 'userGroup',
  schema: userGroupUpdate,
  refused: setByServer(userGroup, userGroupUpdate),
} as const satisfies BodyShape;

export const userGroupsPage = z.object({
  ...pageEnvelope('UserGroupsPage'),
  usergroups: z.array(userGroup),
});
export type UserGroupsPage = z.infer<typeof userGroupsPage>;

/** A group as one of somebody's. */
export const groupOfUser = userGroup.extend({
  joined: z
    .boolean()
    .describe('Whether the user joined it, rather than a group below it; never a built-in one'),
});
export type GroupOfUser = z.infer<typeof groupOfUser>;

export const groupsOfUserPage = z.object({
  ...pageEnvelope('UserGroupsPage'),
  usergroups: z.array(groupOfUser),
});
export type GroupsOfUserPage = z.infer<typeof groupsOfUserPage>;

const member = z.object({ id: referenceText });

/** Names the group that a user joins. */
export const groupOfUserAddBody = {
  type: 'userGroup',
  schema: member,
  refused: {},
} as const satisfies BodyShape;

/** Names the user who joins a group. */
export const groupMemberAddBody = { type: 'user', schema: member, refused: {} } as const satisfies BodyShape;

export const userGroupSortable = { name: 'asc', creationTime: 'desc' } as const satisfies Sortable;
