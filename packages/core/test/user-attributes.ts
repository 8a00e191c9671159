import type { Attributes } from '../src/query/attributes.ts';

/** What can be asked of a list of users: every kind of attribute is here. */
export const userAttributes = {
  login: { kind: 'text', description: 'the login' },
  name: { kind: 'text', description: 'the whole name' },
  email: { kind: 'text', description: 'the e-mail address' },
  id: { kind: 'exact', description: 'the id' },
  in: { kind: 'reference', description: 'a group they belong to' },
  is: {
    kind: 'flag',
    description: 'what they are',
    words: {
      banned: 'may not do anything',
      bot: 'a program, not a person',
      guest: 'the visitor without an account',
    },
  },
  has: {
    kind: 'flag',
    description: 'what they have',
    words: { token: 'a permanent token', '2fa': 'a second factor' },
  },
  loginStartsWith: { kind: 'text', description: 'how the login begins' },
  nameStartsWith: { kind: 'text', description: 'how the name begins' },
  created: { kind: 'date', description: 'when the account was made' },
  tokens: { kind: 'number', description: 'how many permanent tokens they have' },
  access: {
    kind: 'tuple',
    description: 'what they may do somewhere',
    fields: {
      project: { kind: 'reference', description: 'the project' },
      with: { kind: 'reference', description: 'a role or a permission there' },
    },
  },
} as const satisfies Attributes;
