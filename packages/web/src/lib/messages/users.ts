/** Users: the list, and what stands around the pages of one. */
import { plural } from '../format.ts';

export const users = {
  title: 'Users',
  lead: 'Everybody who can sign in here, and every bot that acts under its own name.',
  table: 'Users',
  what: 'The users',
  empty: 'You are the first user.',
  total: ({ count }: { count: number }) => plural(count, { one: '# user', other: '# users' }),
  columns: { name: 'Name', login: 'Login', email: 'E-mail', created: 'Created' },
  noEmail: 'None',
  you: 'you',
  bot: 'bot',
  banned: ({ reason }: { reason: string | undefined }) =>
    reason === undefined || reason === '' ? 'banned' : `banned: ${reason}`,
  one: 'The user',
  tabs: { general: 'General', groups: 'Groups', access: 'Access', security: 'Account Security' },
  tabsLabel: 'Parts of this account',
} as const;
