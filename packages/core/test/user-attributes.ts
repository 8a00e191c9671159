import { askedBy } from '../src/query/attributes.ts';

/** What can be asked of a list of users: every kind of attribute is here. */
export const userAttributes = {
  login: askedBy.text('the login'),
  name: askedBy.text('the whole name'),
  email: askedBy.text('the e-mail address'),
  id: askedBy.exact('the id'),
  in: askedBy.reference('a group they belong to'),
  is: askedBy.flag('what they are', {
    banned: 'may not do anything',
    bot: 'a program, not a person',
    guest: 'the visitor without an account',
  }),
  has: askedBy.flag('what they have', { token: 'a permanent token', '2fa': 'a second factor' }),
  loginStartsWith: askedBy.text('how the login begins'),
  nameStartsWith: askedBy.text('how the name begins'),
  created: askedBy.date('when the account was made'),
  tokens: askedBy.number('how many permanent tokens they have'),
  access: askedBy.tuple('what they may do somewhere', {
    project: askedBy.reference('the project'),
    with: askedBy.reference('a role or a permission there'),
  }),
};
