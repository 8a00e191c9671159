/** The audit log: who did what, in words for people. */
import { formatNumber, plural } from '../format.ts';

export interface Happening {
  readonly kind: string;
  /** What it happened to, by the word of the API. */
  readonly targetType: string;
}

type Act = string | ((happening: Happening) => string);

/** What happened, by the kind of the event. Total over the kinds that there are: test/e2e/services-and-audit compares the two. */
export const auditActs = {
  'authority.founded': 'Founded this authority',
  'authority.set-up': 'Completed the set-up',
  'administrator.recovered': 'Recovered an administrator from the host',
  'user.created': 'Created a user',
  'user.updated': 'Changed a user',
  'user.banned': 'Banned a user',
  'user.unbanned': 'Lifted the ban of a user',
  'user.deleted': 'Deleted a user',
  'user.password-changed': 'Changed a password',
  'user.everything-revoked': 'Revoked everything of a user',
  'password-reset.link-issued': 'Made a link to reset a password',
  'password-reset.used': 'Reset a password with a link',
  'notice.dismissed': 'Dismissed a notice',
  'bot.handed-over': 'Handed over a bot',
  'group.created': 'Created a group',
  'group.updated': 'Changed a group',
  'group.deleted': 'Deleted a group',
  'group.member-added': 'Added a member to a group',
  'group.member-removed': 'Removed a member from a group',
  'role.created': 'Created a role',
  'role.updated': 'Changed a role',
  'role.deleted': 'Deleted a role',
  'role.assigned': 'Gave a role',
  'role.unassigned': 'Took a role back',
  'project.created': 'Created a project',
  'project.updated': 'Changed a project',
  'project.deleted': 'Deleted a project',
  'service.registered': 'Registered a service',
  'service.updated': 'Changed a service',
  'service.secret-rotated': 'Replaced the secret of a service',
  'service.secret-ended': 'Ended the earlier secret of a service',
  'service.redirect-dismissed': 'Dismissed a refused redirect URI',
  'service.connections-ended': 'Ended all connections of a service',
  'service.deleted': 'Deleted a service',
  'permission.declared': 'Declared a permission',
  'permission.updated': 'Changed a permission',
  'permission.withdrawn': 'Withdrew a permission',
  'permanent-token.issued': 'Created a token',
  'permanent-token.revoked': 'Deleted a token',
  'application-password.issued': 'Created an application password',
  'application-password.revoked': 'Deleted an application password',
  'approved-scope.granted': 'Approved an application',
  'approved-scope.ended': 'Took back the approval of an application',
  'connection.made': 'Connected an application',
  'connection.renewed': 'Renewed the connection of an application',
  'connection.ended': 'Ended the connection of an application',
  'service-token.issued': 'Gave a service a token of its own',
  'service-token.revoked': 'Took a token back from a service',
  'signing-keys.renewed': 'Renewed the keys that sign identity tokens',
  'factor.started': 'Began to add a second factor',
  'factor.added': 'Added a second factor',
  'factor.removed': ({ targetType }: Happening) =>
    targetType === 'user' ? 'Turned two-factor authentication off' : 'Removed a second factor',
  'recovery-codes.renewed': 'Made new recovery codes',
  'recovery-code.used': 'Signed in with a recovery code',
  'session.started': 'Signed in',
  'session.ended': 'Ended a session',
  'sign-in.failed': 'Failed to sign in',
  'set-up.code-issued': 'Printed a set-up code',
  'set-up.failed': 'Failed to set up',
  'change.refused': 'Was refused a change',
  'row.forged': 'Found a row that the authority did not write',
} as const;

/** What an event can be about, by the word of the API. Total too, and compared there too. */
export const auditTargets = {
  authority: 'authority',
  user: 'user',
  service: 'service',
  permanentToken: 'token',
  applicationPassword: 'application password',
  refreshToken: 'connection',
  approvedScope: 'approval',
  twoFactorAuthentication: 'second factor',
  session: 'session',
  role: 'role',
  userGroup: 'group',
  project: 'project',
  permission: 'permission',
  row: 'row',
  accountName: 'name that was typed',
  route: 'request',
} as const;

/** A kind that this page does not know yet is told as it stands. */
const told = <Words>(words: Readonly<Record<string, Words>>, word: string) =>
  Object.hasOwn(words, word) ? (words[word] ?? word) : word;

export const audit = {
  title: 'Audit log',
  lead: 'Every change leaves its event here. Nobody can change or delete one.',
  table: 'Events',
  what: 'The audit log',
  one: 'This event',
  total: ({ count, capped }: { count: number; capped: boolean }) =>
    capped ? `${formatNumber(count)}+ events` : plural(count, { one: '# event', other: '# events' }),
  empty: 'Nothing happened in this time.',
  columns: {
    time: 'Time',
    author: 'Author',
    act: 'Act',
    target: 'Target',
    address: 'Address',
    result: 'Result',
  },
  act: (it: Happening) => {
    const act = told<Act>(auditActs, it.kind);
    return typeof act === 'string' ? act : act(it);
  },
  targetType: ({ type }: { type: string }) => told<string>(auditTargets, type),
  system: 'Countersign itself',
  anonymous: 'Anonymous',
  viaToken: ({ name }: { name: string | undefined }) =>
    name === undefined ? 'via a token' : `via token ${name}`,
  noAddress: 'None',
  results: { success: 'Done', refused: 'Refused', alarm: 'Alarm' },
  search: 'Search the audit log',
  searchExample: 'author: jane  act: user.banned  after: 2026-01-31',
  live: 'Live',
  exports: { jsonl: 'Export JSON lines', csv: 'Export CSV' },
  older: 'Show older events',
  loadingOlder: 'Loading older events…',
  oldest: 'This is where the log begins.',
  verified: ({ number, time }: { number: number; time: string }) =>
    `Chain verified up to event ${formatNumber(number)}, ${time}.`,
  unverified: 'The chain has not been verified yet since this server started.',
  brokenTitle: ({ number }: { number: number }) => `The chain is broken at event ${formatNumber(number)}`,
  broken: 'Whoever reads the log from there on may read what the authority did not write. See docs/audit.md.',
  integrity: 'The state of the chain',
  event: ({ number }: { number: number }) => `Event ${formatNumber(number)}`,
  facts: {
    time: 'Time',
    author: 'Author',
    target: 'Target',
    subject: 'Account touched',
    result: 'Result',
    address: 'Address',
    userAgent: 'User agent',
    request: 'Request id',
    hash: 'Hash',
  },
  changes: 'What changed',
  field: 'Field',
  before: 'Before',
  after: 'After',
  nothing: 'nothing',
  details: 'Details',
  copyRequest: 'Copy request id',
  more: 'See also',
  sameRequest: 'Everything in this request',
  sameTarget: 'Everything about this target',
  sameAuthor: 'Everything by this author',
  /** What each word of a query stands for, beside the word. */
} as const;
