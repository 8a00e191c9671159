/** The Groups tab of a user. */
import { formatList, formatNumber, plural } from '../format.ts';

export const memberships = {
  title: 'Groups',
  lead: ({ login }: { login: string }) =>
    `Every group that ${login} is in: joined, above one that was joined, or built in.`,
  table: 'Groups',
  what: 'The groups',
  empty: ({ login }: { login: string }) => `${login} has joined no group.`,
  total: ({ count }: { count: number }) => plural(count, { one: '# group', other: '# groups' }),
  columns: { name: 'Name', how: 'How', description: 'Description' },
  joined: 'Joined',
  builtIn: 'Built in',
  inherited: ({ groups }: { groups: readonly string[] }) =>
    groups.length === 0 ? 'Inherited' : `Inherited through ${formatList(groups)}`,
  add: 'Add to group…',
  addTitle: ({ login }: { login: string }) => `Add ${login} to groups`,
  groups: 'Groups',
  groupsHint: 'From the next check on, the roles of these groups hold.',
  groupsMissing: 'Choose at least one group.',
  addSubmit: 'Add',
  addFailed: ({ failed, count }: { failed: number; count: number }) =>
    count === 1
      ? 'The user was not added'
      : `${formatNumber(failed)} of ${formatNumber(count)} groups could not be joined`,
  added: ({ names }: { names: readonly string[] }) => `Added to ${formatList(names)}.`,
  remove: ({ count }: { count: number }) => (count < 2 ? 'Remove…' : `Remove from ${formatNumber(count)}…`),
  removeNeedsSelection: 'Select groups first',
  removeOnlyJoined: 'Only groups that were joined can be left; select those alone',
  removeTitle: ({ login, names }: { login: string; names: readonly string[] }) =>
    names.length === 1
      ? `Remove ${login} from ${names[0] ?? ''}?`
      : `Remove ${login} from ${formatNumber(names.length)} groups?`,
  removeText: 'What the group gives is lost from the next check on, unless it is given otherwise as well.',
  removeSubmit: 'Remove',
  removePending: 'Removing…',
  removed: ({ names }: { names: readonly string[] }) => `Removed from ${formatList(names)}.`,
  removeFailed: ({ failed, count }: { failed: number; count: number }) =>
    count === 1
      ? 'The user could not be removed'
      : `${formatNumber(failed)} of ${formatNumber(count)} groups could not be left`,
} as const;
