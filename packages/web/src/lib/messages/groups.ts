/** Groups: the list, the pages of one, and what is done to them. */
import { formatList, formatNumber, plural } from '../format.ts';
import { quoted } from './quoted.ts';

export interface Named {
  readonly name: string;
}

const members = (count: number) => plural(count, { one: '# member', other: '# members' });

export const groups = {
  title: 'Groups',
  lead: 'Users who share what they may do. Groups nest: what a group is given, the groups below it have, too.',
  one: 'The group',
  table: 'Groups',
  what: 'The groups',
  empty: 'A group gives many users the same roles at once.',
  total: ({ count }: { count: number }) => plural(count, { one: '# group', other: '# groups' }),
  search: 'Search groups',
  placeholder: 'Name, or a query such as is: autoJoin',
  columns: {
    name: 'Name',
    members: 'Members',
    parent: 'Nested in',
    autoJoin: 'Auto-join',
    twoFactor: '2FA required',
  },
  notTold: 'Not shown',
  atTop: 'None',
  yes: 'Yes',
  no: 'No',
  required: 'Yes',
  requiredAbove: 'By a group above',
  requiredFrom: ({ date }: { date: string }) => `From ${date}`,
  builtIn: 'built-in',
  tabs: { general: 'General', members: 'Members', access: 'Access' },
  tabsLabel: 'Parts of this group',

  new: 'New group…',
  newTitle: 'New group',
  submit: 'Create group',
  made: ({ name }: Named) => `Group ${quoted(name)} created.`,
  notMade: 'The group was not created',
  name: 'Name',
  parent: 'Nested in',
  parentHint: 'Members of this group have what the group above has, too.',
  subgroups: 'Groups below',
  created: 'Created',
  autoJoin: 'Auto-join',
  autoJoinHint: 'Every new account joins this group.',
  twoFactor: 'Two-factor authentication required',
  twoFactorHint:
    'Members without a second factor are asked for one at sign-in, and can only look after their own profile before they set it up. Bots are not affected.',
  twoFactorFrom: ({ date }: { date: string }) => `It is required from ${date} on.`,
  twoFactorAbove: 'A group above requires it already.',

  requireTitle: ({ name }: Named) => `Require two-factor authentication in ${quoted(name)}`,
  requireSubmit: 'Require it',
  requireWhat: 'Whom it would limit',
  requireWhen: 'When',
  requireFromDate: 'From a date on',
  requireNow: 'At once',
  requireDate: 'From',
  requireDateHint: 'Until then members are asked at sign-in, and keep what they may do.',
  dateMissing: 'Choose a day.',
  limited: ({ people, limited }: { people: number; limited: number }) =>
    limited === 0
      ? people === 0
        ? 'No person is in this group or in one below it.'
        : 'Everybody in this group and in those below it has a second factor.'
      : `${formatNumber(limited)} of ${plural(people, { one: '# member', other: '# members' })}, those of groups below included, ${limited === 1 ? 'has' : 'have'} no second factor and will be limited to their own profile.`,
  limitedNames: ({ logins, count }: { logins: readonly string[]; count: number }) =>
    count > logins.length
      ? `They are ${logins.join(', ')} and ${formatNumber(count - logins.length)} more.`
      : `${count === 1 ? 'It is' : 'They are'} ${formatList(logins)}.`,
  botsKeep: ({ count }: { count: number }) =>
    plural(count, { one: '# bot is not affected.', other: '# bots are not affected.' }),
  limitsYou: 'You are one of them. Set up your own second factor before that day.',
  limitsYouNow: 'You are one of them. Set up your own second factor first, or choose a date.',

  editTitle: ({ name }: Named) => `Edit ${quoted(name)}`,
  saved: 'Saved.',
  notSaved: 'The group was not changed',
  rules: 'Rules',
  builtInReason: 'This group is built in: it cannot be renamed, moved or deleted.',
  builtInMembers: 'This group is built in: who is in it follows from a rule.',
  managers: 'Managed by',
  managersHint: 'Members of these groups may change who is in this group, as far as they hold what it gives.',
  noManagers: 'Nobody but administrators.',
  changeManagers: 'Change…',
  managersTitle: ({ name }: Named) => `Who manages ${quoted(name)}`,

  deleteTitle: ({ name }: Named) => `Delete group ${quoted(name)}?`,
  deleteSubmit: 'Delete group',
  deleted: ({ name }: Named) => `Group ${quoted(name)} deleted.`,
  nothingLost: 'Nobody is in it, nothing was given to it, and no group is below it.',
  losses: (impact: {
    members: number;
    subgroups: readonly string[];
    above: string | undefined;
    roles: number;
    services: readonly string[];
    managed: number;
  }): readonly string[] => {
    const { subgroups, above, roles, services, managed } = impact;
    const place = above === undefined ? 'to the top' : `into ${above}`;
    return [
      ...(impact.members === 0
        ? []
        : [`${members(impact.members)} will no longer have what the group gives.`]),
      ...(roles === 0
        ? []
        : [plural(roles, { one: '# role given to it ends.', other: '# roles given to it end.' })]),
      ...(managed === 0
        ? []
        : [`Its members no longer manage ${plural(managed, { one: '# group', other: '# groups' })}.`]),
      ...(services.length === 0 ? [] : [`${formatList(services)} will no longer be open to it.`]),
      ...(subgroups.length === 0
        ? []
        : [`${formatList(subgroups)} ${subgroups.length === 1 ? 'moves' : 'move'} up ${place}.`]),
    ];
  },
  successor: 'Members join instead',
  successorHint: 'Optional. Each must be somebody whom you could put there yourself.',

  membersTable: 'Members',
  membersWhat: 'The members',
  membersTotal: ({ count }: { count: number }) => members(count),
  memberColumns: { login: 'Login', name: 'Name', email: 'E-mail' },
  searchMembers: 'Search members',
  placeholderMembers: 'Name, login, or a query such as is: bot',
  showBelow: 'With members of the groups below',
  nobody: 'Nobody is in this group or in one below it.',
  nobodyJoined: 'Nobody has joined this group itself.',
  addMember: 'Add member…',
  addTitle: ({ name }: Named) => `Add members to ${quoted(name)}`,
  addSubmit: ({ count }: { count: number }) =>
    count < 2 ? 'Add member' : `Add ${formatNumber(count)} members`,
  addNote: 'They have what the group gives from the next check on.',
  notAdded: 'Not everybody was added',
  memberField: 'Users',
  memberMissing: 'Choose at least one user.',
  added: ({ names, group }: { names: readonly string[]; group: string }) =>
    `${formatList(names)} ${names.length === 1 ? 'is' : 'are'} in ${group} now.`,
  removeMembers: ({ count }: { count: number }) => (count < 2 ? 'Remove…' : `Remove ${formatNumber(count)}…`),
  removeNeedsSelection: 'Select whom to remove first',
  removeBelow: 'Members of groups below are removed there. Show those who joined this group itself.',
  removeTitle: ({ logins, group }: { logins: readonly string[]; group: string }) =>
    logins.length === 1
      ? `Remove ${logins[0]} from ${quoted(group)}?`
      : `Remove ${members(logins.length)} from ${quoted(group)}?`,
  removeText: 'What they have by this group alone ends with the very next check.',
  removeSubmit: 'Remove',
  removePending: 'Removing…',
  removeFailed: ({ failed, count }: { failed: number; count: number }) =>
    count === 1
      ? 'The member was not removed'
      : `${formatNumber(failed)} of ${formatNumber(count)} were not removed`,
  removed: ({ logins, group }: { logins: readonly string[]; group: string }) =>
    logins.length === 1
      ? `${logins[0]} is no longer in ${group}.`
      : `${members(logins.length)} removed from ${group}.`,

  roles: 'Roles',
  inherits: { before: 'Its members also have all that was given to ', after: ' and to the groups above it.' },
  noRoles: ({ name }: Named) =>
    `No role was given to ${name}. A role says what its members may do, and where.`,
  services: 'Services open to it',
  servicesLead: 'Its members may put these services into the scope of a token.',
  noServices: 'None. A service is opened to groups on its own page.',
} as const;
