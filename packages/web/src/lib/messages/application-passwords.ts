/** Application passwords of a user: the list, the form, the new one, the end of one. */
import { formatNumber, plural } from '../format.ts';
import type { Owned } from './permanent-tokens.ts';
import { quoted } from './quoted.ts';

export const applicationPasswords = {
  title: 'Application passwords',
  lead: ({ login }: Owned) =>
    `For programs that can send a user name and a password, and no code of an app: ${
      login === undefined ? 'your' : 'their'
    } login goes with it.`,
  what: ({ login }: Owned) =>
    login === undefined ? 'Your application passwords' : `The application passwords of ${login}`,
  table: 'Application passwords',
  empty: ({ login }: Owned) =>
    login === undefined ? 'You have no application passwords.' : `${login} has no application passwords.`,
  needsTwoFactor:
    'Application passwords are for accounts with two-factor authentication. Until yours has it, give programs a permanent token: most take it as the password.',
  setUp: 'Set up two-factor authentication',
  needsTwoFactorShort: 'Set up two-factor authentication first.',
  foreign: ({ login }: { login: string }) => `Only ${login} can make application passwords for ${login}.`,
  new: 'New application password…',
  delete: ({ count }: { count: number }) => (count < 2 ? 'Delete…' : `Delete ${formatNumber(count)}…`),
  deleteNeedsSelection: 'Select the application passwords to delete first',
  total: ({ count }: { count: number }) =>
    plural(count, { one: '# application password', other: '# application passwords' }),
  columns: { name: 'Name', service: 'Service', created: 'Created', lastAccess: 'Last access' },
  allServices: 'All services',

  createTitle: 'New Application Password',
  name: 'Name',
  nameHint: 'The program that will use it, so that you know it again later.',
  nameMissing: 'Give the application password a name.',
  service: 'Service',
  serviceHint: 'The only one that will accept it. Leave it empty for every service that you may use.',
  create: 'Create application password',
  creating: 'Creating…',
  createFailed: 'The application password was not created',

  createdTitle: ({ name }: { name: string }) => `Application password ${quoted(name)} created`,
  once: 'Type or copy it into the program now. It is not shown again.',
  login: 'User name',
  copyLogin: 'Copy user name',
  password: 'Application password',
  forgiven: 'Spaces, dashes and capitals make no difference.',
  done: 'Done',
  leaveTitle: 'Close without copying the application password?',
  leaveText: 'It is not shown again. If you lose it, delete it and create another one.',

  deleteTitle: ({ names }: { names: readonly string[] }) =>
    names.length === 1
      ? `Delete application password ${quoted(names[0] ?? '')}?`
      : `Delete ${formatNumber(names.length)} application passwords?`,
  deleteText: ({ count }: { count: number }) =>
    `${
      count === 1 ? 'The program that uses it stops' : 'The programs that use them stop'
    } working at once. This cannot be undone.`,
  lastUsed: ({ when }: { when: string }) => `Last used ${when}.`,
  neverUsed: 'Never used.',
  deleteSubmit: ({ count }: { count: number }) =>
    count === 1 ? 'Delete application password' : `Delete ${formatNumber(count)} application passwords`,
  deleting: ({ done, count }: { done: number; count: number }) =>
    count === 1
      ? 'Deleting…'
      : `Deleting ${formatNumber(Math.min(done + 1, count))} of ${formatNumber(count)}…`,
  deleted: ({ names }: { names: readonly string[] }) =>
    names.length === 1
      ? `Application password ${quoted(names[0] ?? '')} deleted.`
      : `${plural(names.length, { one: '# application password', other: '# application passwords' })} deleted.`,
  deleteFailed: ({ failed, count }: { failed: number; count: number }) =>
    count === 1
      ? 'The application password could not be deleted'
      : `${formatNumber(failed)} of ${formatNumber(count)} application passwords could not be deleted`,
} as const;
