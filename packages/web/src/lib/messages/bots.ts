/** Bots: programs under their own names, and the people who answer for them. */
import { formatList, plural } from '../format.ts';

export const bots = {
  title: 'Bots',
  lead: 'Programs that act under their own names, by tokens alone. Somebody answers for each.',
  table: 'Bots',
  what: 'The bots',
  empty: 'A bot lets a program act under its own name instead of yours.',
  total: ({ count }: { count: number }) => plural(count, { one: '# bot', other: '# bots' }),
  search: 'Search bots',
  searchPlaceholder: 'Name or login; or owner: jane.doe, is: suspended',
  columns: {
    name: 'Name',
    owner: 'Owner',
    tokens: 'Tokens',
    lastAccess: 'Last access',
    groups: 'Groups',
    state: 'State',
  },
  noOwner: 'nobody',
  ownerGone: 'cannot answer for it',
  enabled: ({ login }: { login: string }) => `${login} is on`,
  offWithoutOwner: 'It is suspended: nobody answers for it. Choose a new owner to have it work again.',
  switchFailed: ({ login }: { login: string }) => `${login} could not be switched`,
  switchedOff: ({ login }: { login: string }) => `${login} is off: nothing of it is accepted.`,
  switchedOn: ({ login }: { login: string }) => `${login} is on.`,
  new: 'New bot…',
  newTitle: 'New Bot',
  name: 'Name',
  login: 'Login',
  loginHint: 'What it is called in lists and logs. It cannot sign in with it.',
  purpose: 'Purpose',
  owner: 'Owner',
  groups: 'Groups',
  groupsHint: 'Optional. What they give is given to the bot.',
  submit: 'Create bot',
  next: 'Its first token comes next.',
  failed: 'The bot was not created',
  created: ({ login }: { login: string }) => `Bot ${login} created. Now its first token.`,
  firstToken: ({ name }: { name: string }) => `${name} token`,
  orphaned: ({ names }: { names: readonly string[] }) =>
    names.length === 1
      ? `Nobody answers for ${names[0] ?? ''} any more, so it is suspended: nothing of it is accepted.`
      : `Nobody answers for ${formatList(names)} any more, so they are suspended: nothing of them is accepted.`,
  chooseOwner: 'Choose new owner…',
  chooseOwnerTitle: ({ count }: { count: number }) =>
    count === 1
      ? 'Choose a new owner'
      : `Choose a new owner for ${plural(count, { one: '# bot', other: '# bots' })}`,
  chooseOwnerSubmit: 'Make responsible',
  chooseOwnerFailed: ({ failed, count }: { failed: number; count: number }) =>
    count === 1 ? 'The bot has no new owner' : `${failed} of ${count} bots have no new owner`,
  ownerChosen: ({ owner, names }: { owner: string; names: readonly string[] }) =>
    `${owner} answers for ${formatList(names)} now.`,
} as const;
