/** The tokens of a user: the list, the form, the new token, the end of one. */
import { formatList, formatNumber, plural } from '../format.ts';
import { quoted } from './quoted.ts';

/** Whose tokens a sentence speaks of: the login of somebody else, or undefined for the reader's own. */
export interface Owned {
  login: string | undefined;
}

/** What a sentence about a new token is made of. */
export interface Summary extends Owned {
  readonly what: string;
  readonly where: string;
  readonly end: string;
  readonly narrowed: boolean;
}

export const tokens = {
  title: 'Tokens',
  lead: ({ login }: Owned) =>
    login === undefined
      ? 'A permanent token acts as you in the services of its scope, until it expires or you delete it.'
      : `Permanent tokens let scripts use the API as ${login}.`,
  table: 'Permanent tokens',
  empty: ({ login }: Owned) =>
    login === undefined ? 'Permanent tokens let scripts use the API as you.' : `${login} has no tokens.`,
  new: 'New token…',
  delete: ({ count }: { count: number }) => (count < 2 ? 'Delete…' : `Delete ${formatNumber(count)}…`),
  deleteNeedsSelection: 'Select the tokens to delete first',
  total: ({ count }: { count: number }) => plural(count, { one: '# token', other: '# tokens' }),
  columns: {
    name: 'Name',
    scope: 'Scope',
    created: 'Created',
    createdBy: 'Created by',
    lastAccess: 'Last access',
    expires: 'Expires',
  },
  more: ({ count }: { count: number }) => `+${formatNumber(count)}`,
  neverUsed: 'Never used',
  from: ({ address }: { address: string }) => `From ${address}`,
  narrowed: 'narrowed',
  narrowedTo: ({ lines, more }: { lines: readonly string[]; more: number }) =>
    ['Can use no more than:', ...lines, ...(more === 0 ? [] : [`and ${formatNumber(more)} more`])].join('\n'),
  reach: ({ permission, projects }: { permission: string; projects: readonly string[] | undefined }) =>
    projects === undefined ? permission : `${permission} in ${formatList(projects)}`,
  permissionUsed: ({ permission, count }: { permission: string; count: number }) =>
    `${permission} (${formatNumber(count)})`,
  permissionsUsed: ({ lines, more }: { lines: readonly string[]; more: number }) => [
    'Permissions used:',
    ...lines,
    ...(more === 0 ? [] : [`and ${formatNumber(more)} more`]),
  ],
  capped: 'capped',
  cappedBy: ({ author, date }: { author: string; date: string }) =>
    `Never more than ${author} could do on ${date}, whatever its owner gains later.`,
  expiresNever: 'Never',
  expired: ({ date }: { date: string }) => `Expired ${date}`,
  proposal: ({ name }: { name: string | undefined }) =>
    name === undefined ? 'A link proposes a new token.' : `A link proposes a new token, ${quoted(name)}.`,
  proposalOpen: 'Review…',
  refused: ({ login }: Owned) =>
    `You cannot create tokens${login === undefined ? '' : ` for ${login}`}: you lack`,
  missing: ({ permission, place }: { permission: string; place: string }) => `${permission} in ${place}`,
} as const;

export const issue = {
  title: ({ login }: Owned) =>
    login === undefined ? 'New Permanent Token' : `New Permanent Token for ${login}`,
  name: 'Name',
  nameHint: 'What will use it, so that you know it again later.',
  nameMissing: 'Give the token a name.',
  scope: 'Scope',
  scopeHint: 'The services that will accept it.',
  scopeMissing: 'Choose at least one service.',
  scopeSearch: 'Search services…',
  scopeNone: 'No service matches',
  scopeRemove: ({ name }: { name: string }) => `Remove ${name}`,
  scopeOpen: 'Show services',
  scopeLoading: 'Loading services…',
  scopeUnknown: ({ keys }: { keys: readonly string[] }) =>
    `The link also asks for ${formatList(keys)}, which you may not use or which does not exist.`,
  expires: 'Expires',
  days: ({ count }: { count: number }) => plural(count, { one: '# day', other: '# days' }),
  year: '1 year',
  date: 'A date…',
  noExpiration: 'No expiration',
  noExpirationWarning:
    'A token without an expiry works until somebody deletes it, also after it has leaked. Prefer a date.',
  until: ({ date }: { date: string }) => `until ${date}`,
  dateLabel: 'Last day',
  dateHint: 'The token works until the end of this day.',
  dateMissing: 'Choose a date.',
  datePast: 'Choose today or a later day.',
  more: 'More',
  description: 'Description',
  descriptionHint: 'Shown below the name in the list.',
  submit: 'Create token',
  pending: 'Creating…',
  permissions: 'Permissions',
  permissionsHint: 'The only ones it may use. Leave it empty for all that its owner has in these services.',
  permissionsAll: 'All permissions',
  permissionsOpen: 'Show permissions',
  permissionsNone: 'No permission matches',
  permissionsNeedScope: 'Choose the services first',
  permissionsLoading: 'Loading permissions…',
  permissionsGlobal: ({ names }: { names: readonly string[] }) =>
    `${formatList(names)} cannot be narrowed to projects. Leave it out, or the projects.`,
  permissionsEverywhere: 'Global only',
  projects: 'Projects',
  projectsHint: 'The only ones it may use them in. Leave it empty for every project.',
  remove: ({ name }: { name: string }) => `Remove ${name}`,
  can: ({ what, where, end, login, narrowed }: Summary) => {
    const limits =
      login === undefined
        ? ''
        : `${narrowed ? `, where ${login} can` : ''}, and never more than you can do today. ${login} sees that you made it`;
    return `Can ${what} ${where}${end}${limits}.`;
  },
  canAll: ({ login }: Owned) => `do what ${login ?? 'you'} can do`,
  canMany: ({ count }: { count: number }) =>
    `use ${plural(count, { one: '# permission', other: '# permissions' })}`,
  inServices: ({ services }: { services: readonly string[] }) =>
    `in ${services.length === 0 ? 'the services you choose' : formatList(services)}`,
  inProjects: ({ projects, services }: { projects: readonly string[]; services: readonly string[] }) =>
    `in ${formatList(projects)}, in ${services.length === 0 ? 'the services you choose' : formatList(services)}`,
  untilDeleted: ({ login }: Owned) =>
    login === undefined ? 'until you delete it' : 'until somebody deletes it',
  failed: 'The token was not created',
  unsure: 'The token may or may not have been created',
} as const;

export const issued = {
  title: ({ name }: { name: string }) => `Token ${quoted(name)} created`,
  once: 'Copy the token now and store it in a secure place. It is not shown again.',
  token: 'Token',
  download: 'Download',
  tryIt: 'Try it',
  tryMe: ({ login }: Owned) =>
    `Answers with ${login === undefined ? 'your own account' : `the account of ${login}`} when the token is accepted.`,
  tryDoor: ({ service }: { service: string }) => `Answers 200 when the token is accepted for ${service}.`,
  copyCommand: 'Copy command',
  done: 'Done',
  leaveTitle: 'Close without copying the token?',
  leaveText: 'It is not shown again. If you lose it, delete it and create another one.',
} as const;

export const deletion = {
  title: ({ names }: { names: readonly string[] }) =>
    names.length === 1
      ? `Delete token ${quoted(names[0] ?? '')}?`
      : `Delete ${formatNumber(names.length)} tokens?`,
  never: 'Never used.',
  notLately: ({ days, last }: { days: number; last: string }) =>
    `Not used in the last ${plural(days, { one: '# day', other: '# days' })}; last used ${last}.`,
  used: (use: {
    count: number;
    days: number;
    addresses: number;
    services: readonly string[];
    last: string;
  }) => {
    const times = plural(use.count, { one: 'once', other: '# times' });
    const days = plural(use.days, { one: '# day', other: '# days' });
    const from = plural(use.addresses, { one: ' from # address', other: ' from # addresses' });
    const services = use.services.length === 0 ? '' : ` for ${formatList(use.services)}`;
    return `Used ${times} in the last ${days}${use.addresses === 0 ? '' : from}${services}, last ${use.last}.`;
  },
  service: ({ name, count }: { name: string; count: number }) => `${name} (${formatNumber(count)})`,
  stops: ({ services }: { services: readonly string[] }) =>
    `Whatever uses it stops working at once: ${formatList(services)} will refuse it.`,
  stopsMany: 'Whatever uses these tokens stops working at once.',
  expired: 'It has expired, so nothing works with it now.',
  final: 'This cannot be undone.',
  count: ({ count, days }: { count: number; days: number }) =>
    count === 0
      ? `not used in ${plural(days, { one: '# day', other: '# days' })}`
      : `${plural(count, { one: '# use', other: '# uses' })} in ${plural(days, { one: '# day', other: '# days' })}`,
  neverShort: 'never used',
  type: ({ count }: { count: number }) => `Type ${formatNumber(count)} to confirm`,
  typeWrong: ({ count }: { count: number }) => `Type the number ${formatNumber(count)}.`,
  submit: ({ count }: { count: number }) =>
    count === 1 ? 'Delete token' : `Delete ${formatNumber(count)} tokens`,
  pending: ({ done, count }: { done: number; count: number }) =>
    count === 1
      ? 'Deleting…'
      : `Deleting ${formatNumber(Math.min(done + 1, count))} of ${formatNumber(count)}…`,
  done: ({ names }: { names: readonly string[] }) =>
    names.length === 1
      ? `Token ${quoted(names[0] ?? '')} deleted.`
      : `${plural(names.length, { one: '# token', other: '# tokens' })} deleted.`,
  failed: ({ failed, count }: { failed: number; count: number }) =>
    count === 1
      ? 'The token could not be deleted'
      : `${formatNumber(failed)} of ${formatNumber(count)} tokens could not be deleted`,
} as const;
