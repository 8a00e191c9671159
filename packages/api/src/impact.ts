/** What would end or stop working with something, for whoever is asked before it does. */
import * as z from 'zod';
import { userReference } from './references.ts';

const impact = z.object({ type: z.literal('impact') });
const count = z.int().min(0);
const recentUse = count.describe(
  'How often tokens, application passwords and connections were used within the last seven days',
);

export const userImpact = impact.extend({
  tokens: count,
  applicationPasswords: count,
  connections: count.describe('Services that act for the user'),
  sessions: count,
  resetLinks: count.describe('Links with which a new password can be set'),
  roles: count.describe('Roles that were given by name'),
  groups: count.describe('Groups that were joined'),
  bots: z.array(userReference).describe('The bots that the user answers for'),
  recentUse,
});
export type UserImpact = z.infer<typeof userImpact>;

export const groupImpact = impact.extend({
  members: count.describe('Those of the groups below included'),
  subgroups: count,
  roles: count,
  services: count.describe('Services that are open to the group by name'),
  updaterOf: count.describe('Groups whose members it manages'),
});
export type GroupImpact = z.infer<typeof groupImpact>;

export const twoFactorImpact = impact.extend({
  people: count.describe('Active people in the group, those of the groups below included'),
  limited: count.describe('Those without a second factor: they would keep their own profile alone'),
  users: z
    .array(userReference)
    .describe('The first of these, as far as the caller may know how others sign in'),
  bots: count.describe('Bots in the group, which keep what they have'),
  self: z.boolean().describe('Whether the caller is one of those; to require it at once is refused then'),
});
export type TwoFactorImpact = z.infer<typeof twoFactorImpact>;

export const serviceImpact = impact.extend({
  tokens: count.describe('Tokens with the service in their scope'),
  users: count.describe('Users who have one'),
  permissions: count.describe('What it declares'),
  recentUse,
});
export type ServiceImpact = z.infer<typeof serviceImpact>;

export const roleImpact = impact.extend({ assignments: count.describe('How many times the role is given') });
export type RoleImpact = z.infer<typeof roleImpact>;
