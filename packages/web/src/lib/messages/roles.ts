/** Roles: the list, and the page of one. */
import { formatList, plural } from '../format.ts';
import { quoted } from './quoted.ts';

export interface Named {
  readonly name: string;
}

export const roles = {
  title: 'Roles',
  lead: 'Named sets of permissions. A role does nothing until it is given to a user or a group, in a place.',
  one: 'The role',
  table: 'Roles',
  what: 'The roles',
  empty: 'A role says what somebody may do.',
  total: ({ count }: { count: number }) => plural(count, { one: '# role', other: '# roles' }),
  search: 'Search roles',
  placeholder: 'Name, key, or a query such as permission: {Read Role}',
  columns: { name: 'Name', key: 'Key', permissions: 'Permissions', given: 'Given' },
  all: 'All',
  times: ({ count }: { count: number }) =>
    count === 0 ? 'Never' : plural(count, { one: 'Once', other: '# times' }),
  builtIn: 'built-in',

  new: 'New role…',
  newTitle: 'New role',
  newNote: 'What it allows is chosen next.',
  submit: 'Create role',
  made: ({ name }: Named) => `Role ${quoted(name)} created.`,
  notMade: 'The role was not created',
  keyHint: 'A short name for programs. Left empty, it is made from the name.',
  keyChangeHint: 'A short name for programs. Whoever asks for it by the old one no longer finds it.',
  editTitle: ({ name }: Named) => `Edit ${quoted(name)}`,
  saved: 'Saved.',
  notSaved: 'The role was not changed',

  permissions: 'Permissions',
  thePermissions: 'The permissions',
  permissionsLead: 'A change counts at once for everybody who has the role.',
  everything: 'This role holds every permission of every service, those declared later included.',
  implied: ({ sources }: { sources: readonly string[] }) => `implied by ${formatList(sources)}`,
  globalOnly: 'holds in Global only',
  unchanged: 'Nothing has changed yet',

  holders: 'Who has it',
  holdersLead: 'What is given to a group is held by all its members.',
  notGiven: ({ name }: Named) => `${name} was given to nobody yet.`,
  deleteTitle: ({ name }: Named) => `Delete role ${quoted(name)}?`,
  nothingLost: 'Nobody has it, so nobody loses anything.',
  deleteSubmit: 'Delete role',
  deleted: ({ name }: Named) => `Role ${quoted(name)} deleted.`,
} as const;
