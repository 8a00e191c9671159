import type { QueryNeeds } from '../access/authorize-query.ts';
import { readGroupPermission, readRolePermission } from '../access/permission.ts';
import type { Attributes } from '../query/attributes.ts';

/** What can be asked of the list of groups. */
export const groupAttributes = {
  name: { kind: 'text', description: 'The name' },
  nameStartsWith: { kind: 'text', description: 'How the name begins' },
  id: { kind: 'exact', description: 'The identifier' },
  parent: { kind: 'reference', description: 'The group directly above' },
  user: { kind: 'reference', description: 'Whom the group has among its own members' },
  ownRole: { kind: 'reference', description: 'Was given the role directly' },
  is: {
    kind: 'flag',
    description: 'What kind of group it is',
    words: {
      allUsers: 'The built-in group of everybody',
      builtIn: 'One of the two built-in groups',
      autoJoin: 'Every new account joins it',
      twoFactorRequired: 'Its members must have a second factor',
    },
  },
  has: {
    kind: 'flag',
    description: 'What the group has',
    words: {
      user: 'Members of its own',
      subgroup: 'Groups below it',
      ownRole: 'A role that was given to it',
      parent: 'A group above it',
    },
  },
} as const satisfies Attributes;

export type GroupAttributes = typeof groupAttributes;

/** Who else is in one's groups, what they were given and what stands above them is not for every member or manager. */
export const groupQueryNeeds: QueryNeeds<GroupAttributes> = {
  name: undefined,
  nameStartsWith: undefined,
  id: undefined,
  parent: readGroupPermission,
  user: readGroupPermission,
  ownRole: readRolePermission,
  is: { allUsers: undefined, builtIn: undefined, autoJoin: undefined, twoFactorRequired: undefined },
  has: {
    user: readGroupPermission,
    subgroup: readGroupPermission,
    ownRole: readRolePermission,
    parent: undefined,
  },
};
