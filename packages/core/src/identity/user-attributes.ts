import type { QueryNeeds } from '../access/authorize-query.ts';
import { readGroupPermission, readUserFullPermission } from '../access/permission.ts';
import type { Attributes } from '../query/attributes.ts';

/** What can be asked of the list of users. */
export const userAttributes = {
  login: { kind: 'text', description: 'The login' },
  loginStartsWith: { kind: 'text', description: 'How the login begins' },
  name: { kind: 'text', description: 'The full name' },
  nameStartsWith: { kind: 'text', description: 'How the full name begins' },
  email: { kind: 'text', description: 'The e-mail address' },
  id: { kind: 'exact', description: 'The identifier' },
  in: { kind: 'reference', description: 'In the group or in one below it' },
  group: { kind: 'reference', description: 'Joined the group itself' },
  ownRole: { kind: 'reference', description: 'Was given the role directly' },
  owner: { kind: 'reference', description: 'The person who answers for a bot' },
  created: { kind: 'date', description: 'When the account was made' },
  is: {
    kind: 'flag',
    description: 'What kind of account it is, and how it stands',
    words: {
      banned: 'Nothing that speaks for the account is accepted',
      bot: 'A program with an account of its own',
      person: 'Somebody who signs in',
      guest: 'The visitor without an account',
      admin: 'Holds System Admin in Global, directly or by a group',
      suspended: 'A bot that nobody active answers for',
    },
  },
  has: {
    kind: 'flag',
    description: 'What belongs to the account',
    words: {
      token: 'A permanent token that is not revoked',
      email: 'An e-mail address',
      bot: 'Answers for a bot',
    },
  },
  access: {
    kind: 'tuple',
    description: 'Holds a role or a permission in a project',
    fields: {
      project: { kind: 'reference', description: 'The project, or Global' },
      with: { kind: 'reference', description: 'The role or permission' },
    },
  },
} as const satisfies Attributes;

export type UserAttributes = typeof userAttributes;

/** Addresses, credentials, groups and rights are not for everybody who may read the list. */
export const userQueryNeeds: QueryNeeds<UserAttributes> = {
  login: undefined,
  loginStartsWith: undefined,
  name: undefined,
  nameStartsWith: undefined,
  email: readUserFullPermission,
  id: undefined,
  in: readGroupPermission,
  group: readGroupPermission,
  ownRole: readUserFullPermission,
  owner: undefined,
  created: undefined,
  is: {
    banned: undefined,
    bot: undefined,
    person: undefined,
    guest: undefined,
    admin: readUserFullPermission,
    suspended: undefined,
  },
  has: { token: readUserFullPermission, email: readUserFullPermission, bot: undefined },
  access: readUserFullPermission,
};
