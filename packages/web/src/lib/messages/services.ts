/** Services: the list, the pages of one, and what is shown once. */
import { formatNumber, plural } from '../format.ts';
import { quoted } from './quoted.ts';

function lossesCounted(impact: { tokens: number; users: number; permissions: number; recentUse: number }) {
  const { tokens, users, permissions, recentUse } = impact;
  const stopped = plural(tokens, { one: '# token', other: '# tokens' });
  const owners = plural(users, { one: '# user', other: '# users' });
  const use = recentUse === 0 ? 'not used' : `used ${plural(recentUse, { one: 'once', other: '# times' })}`;
  const withdrawn = plural(permissions, { one: '# permission is', other: '# permissions are' });
  return [
    ...(tokens === 0
      ? []
      : [`${stopped} of ${owners} can no longer be used for it: ${use} in the last 7 days.`]),
    ...(permissions === 0 ? [] : [`${withdrawn} withdrawn; the keys stay taken.`]),
  ];
}

export const services = {
  title: 'Services',
  lead: 'Applications that accept tokens, and ask this authority whether they are good.',
  table: 'Services',
  what: 'The services',
  one: 'The service',
  total: ({ count }: { count: number }) => plural(count, { one: '# service', other: '# services' }),
  columns: { name: 'Name', clientId: 'Client ID', homeUrl: 'Home URL', viewers: 'Open to' },
  copyId: ({ name }: { name: string }) => `Copy the client ID of ${name}`,
  noHome: 'None',
  unsafeHome: 'Not https: whoever listens on the way can read the tokens that are sent there.',
  noViewers: 'Administrators only',
  empty: 'Register the first application.',
  emptyMore: 'It gets a client ID and a secret, with which it asks whether a token is good.',
  search: 'Search services',
  searchExample: 'Name or key, or a query such as key: wiki',
  new: 'New service…',
  tabs: { settings: 'Settings', permissions: 'Permissions', access: 'Access', oauth: 'OAuth' },
  tabsLabel: 'Parts of this service',
  settings: 'Settings',
  settingsLead: 'What it is called, and where it is.',
  name: 'Name',
  key: 'Key',
  keyHint:
    'A short name for scripts and proxies: letters, digits, dots, dashes. Whatever names it by its old key stops working.',
  newKeyHint: 'A short name for scripts and proxies. Leave it empty to have it made from the name.',
  homeUrl: 'Home URL',
  homeUrlHint: 'Where people find it. Optional.',
  unsafeHint: 'This is not https: whoever listens on the way can read the tokens that are sent there.',
  save: 'Save',
  saveNothing: 'Nothing was changed',
  saved: ({ name }: { name: string }) => `${name} saved.`,
  saveFailed: 'The changes were not saved',
  createTitle: 'New service',
  create: 'Register',
  creating: 'Registering…',
  createFailed: 'The service was not registered',
  createdTitle: ({ name }: { name: string }) => `Service ${quoted(name)} registered`,
  once: 'Copy the secret now and store it in a secure place. It is not shown again.',
  clientId: 'Client ID',
  copyClientId: 'Copy client ID',
  secret: 'Client secret',
  secretLead: 'With its client ID and this, the service shows who it is.',
  secretHint: 'Ends in',
  secretCreated: 'Created',
  secretUsed: 'Last used',
  secretsFailed: 'The secrets could not be loaded',
  earlier: 'Earlier secret',
  goodUntil: 'Good until',
  endSecret: 'End it now…',
  endSecretTitle: ({ name }: { name: string }) => `End the earlier secret of ${quoted(name)}?`,
  endSecretText: 'Whoever shows it is refused at the next request. The secret in force stays as it is.',
  endSecretSubmit: 'End secret',
  endSecretFailed: 'The secret was not ended',
  secretEnded: ({ name }: { name: string }) => `The earlier secret of ${name} has ended.`,
  secretLastUsed: ({ when }: { when: string }) => `It was last used ${when}.`,
  secretNeverUsed: 'It was not used since it was made.',
  noSecret: 'None',
  rotate: 'Rotate…',
  rotateTitle: ({ name }: { name: string }) => `Replace the secret of ${quoted(name)}?`,
  overlap: 'The present secret stays good for',
  overlapHint: 'Both are accepted until then; then the old one ends by itself. Tokens are not affected.',
  overlapNoneHint:
    'The service is refused from the moment the secret is replaced until it knows the new one. Tokens are not affected.',
  overlaps: { '0': 'No time at all', '3600': 'An hour', '86400': 'A day', '604800': 'A week' },
  thirdSecret: ({ hint }: { hint: string }) =>
    `The earlier secret, which ends in ${hint}, is still good, and ends with this: two are good at a time.`,
  rotateSubmit: 'Replace secret',
  rotating: 'Replacing…',
  rotateFailed: 'The secret was not replaced',
  rotatedTitle: ({ name }: { name: string }) => `New secret of ${quoted(name)}`,
  leaveTitle: 'Close without copying the secret?',
  leaveText: 'It is not shown again. If you lose it, rotate it.',
  done: 'Done',
  connect: 'Connect it',
  connectLead: 'Two ways for the application to ask whether a token is good.',
  ask: 'Ask about a token',
  askHint: 'The answer says whether it is active, whose it is and what it may do here.',
  nginx: 'Let nginx ask',
  nginxHint:
    'Pages behind it open only to who may use this service, by a token, an application password or a session. Four headers tell the application who it is; nginx writes all four, so that no visitor can.',
  copySnippet: 'Copy',
  deletion: 'Delete',
  deletionLead: 'The service is unlinked for ever, and its key can be used by another.',
  delete: 'Delete service…',
  deleteTitle: ({ name }: { name: string }) => `Delete service ${quoted(name)}?`,
  deleteSubmit: 'Delete service',
  deleted: ({ name }: { name: string }) => `Service ${quoted(name)} deleted.`,
  losses: (impact?: {
    tokens: number;
    users: number;
    permissions: number;
    recentUse: number;
  }): readonly string[] => [
    'Every token and password is refused at its door from the next check on.',
    ...(impact === undefined ? [] : lossesCounted(impact)),
  ],
} as const;

export const declared = {
  table: 'Declared permissions',
  what: 'The permissions of this service',
  total: ({ count }: { count: number }) => plural(count, { one: '# permission', other: '# permissions' }),
  empty: 'A permission is one thing that this service allows or refuses: “Read issues”.',
  columns: { name: 'Name', key: 'Key', place: 'Holds in', implied: 'Implies', acts: 'Acts' },
  globalOnly: 'Global only',
  perProject: 'Global or a project',
  none: 'Nothing',
  more: ({ count }: { count: number }) => `+${formatNumber(count)}`,
  declare: 'Declare permission…',
  edit: ({ name }: { name: string }) => `Edit ${name}`,
  withdraw: ({ name }: { name: string }) => `Withdraw ${name}…`,
  declareTitle: 'Declare a permission',
  editTitle: ({ name }: { name: string }) => `Permission ${quoted(name)}`,
  key: 'Key',
  keyHint: 'How the service asks for it: read-issue. It can never be changed, nor used again.',
  keyMissing: 'Give it a key.',
  name: 'Name',
  nameHint: 'A verb and what it is done to: Read issues.',
  global: 'Holds in Global only',
  globalHint: 'It cannot be given in a single project. This can never be changed.',
  implied: 'Implies',
  impliedHint: 'Whoever holds it holds these as well, in the same place.',
  impliedNone: 'No permission matches',
  impliedAdd: 'Type to search…',
  declareSubmit: 'Declare',
  declareFailed: 'The permission was not declared',
  declaredNow: ({ name }: { name: string }) => `Permission ${quoted(name)} declared.`,
  saveFailed: 'The permission was not changed',
  withdrawTitle: ({ name }: { name: string }) => `Withdraw permission ${quoted(name)}?`,
  withdrawText:
    'From the next check on it counts for nothing, in every role and token that names it. Its key stays taken.',
  given: ({ count }: { count: number }) =>
    count === 0
      ? 'Nobody has been given a role that holds it.'
      : `It is given by ${plural(count, { one: '# assignment', other: '# assignments' })} of a role.`,
  withdrawSubmit: 'Withdraw permission',
  withdrawn: ({ name }: { name: string }) => `Permission ${quoted(name)} withdrawn.`,
  withdrawFailed: 'The permission was not withdrawn',
} as const;

export const viewers = {
  title: 'Open to',
  lead: 'Members of these groups can make tokens for the service, and are let in by it.',
  groups: 'Groups',
  hint: 'Whoever is in none of them is refused at its door from the next check on, with tokens made before, too.',
  nobody: 'Without a group it is open to nobody but administrators.',
  saved: ({ name }: { name: string }) => `Who may use ${name} is saved.`,
  failed: 'Who may use it was not changed',
} as const;
