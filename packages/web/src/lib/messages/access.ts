/** Roles that are given to users and groups: who may do what, and where. */
import { formatNumber, plural } from '../format.ts';
import { quoted } from './quoted.ts';

/** A given role by the names of what it joins. */
export interface GivenNames {
  readonly role: string;
  readonly holder: string;
  readonly project: string;
}

const toIn = ({ holder, project }: GivenNames) => `to ${holder} in ${project}`;

export const access = {
  table: 'Given roles',
  what: 'The given roles',
  total: ({ count }: { count: number }) => plural(count, { one: '# given role', other: '# given roles' }),
  columns: { holder: 'Given to', role: 'Role', where: 'Holds in' },
  one: ({ role, ...rest }: GivenNames) => `${role} ${toIn({ role, ...rest })}`,
  toIn,
  give: 'Give role…',
  giveTitle: ({ kind, name }: { kind: 'user' | 'group' | 'role' | 'project'; name: string }) => {
    if (kind === 'project') return `Give a role in ${name}`;
    return kind === 'role' ? `Give the role ${quoted(name)}` : `Give ${name} a role`;
  },
  giveSubmit: 'Give role',
  giveFailed: 'The role was not given',
  giveNote: 'You can give only what you hold there yourself.',
  given: ({ role, holder, project }: GivenNames) => `${holder} now has ${role} in ${project}.`,
  holder: 'Group or user',
  holderHint: 'A role given to a group is held by all its members, also those of groups below it.',
  holderMissing: 'Choose a group or a user.',
  role: 'Role',
  roleMissing: 'Choose a role.',
  where: 'Where',
  whereHint: 'One project; or Global, which covers every project, those to come included.',
  whereMissing: 'Choose a project, or Global.',
  take: ({ count }: { count: number }) => (count < 2 ? 'Take away…' : `Take ${formatNumber(count)} away…`),
  takeNeedsSelection: 'Select what to take away first',
  takeTitle: (given: readonly GivenNames[]) => {
    const [one] = given;
    return given.length === 1 && one !== undefined
      ? `Take ${quoted(one.role)} in ${one.project} away from ${one.holder}?`
      : `Take away ${plural(given.length, { one: '# role', other: '# roles' })}?`;
  },
  takeText: 'Whoever holds it by this alone loses what it allows with the very next check.',
  takeSubmit: 'Take away',
  takePending: 'Taking away…',
  taken: ({ names }: { names: readonly string[] }) =>
    names.length === 1
      ? `Taken away: ${names[0]}.`
      : `${plural(names.length, { one: '# role', other: '# roles' })} taken away.`,
  takeFailed: ({ failed, count }: { failed: number; count: number }) =>
    count === 1
      ? 'The role was not taken away'
      : `${formatNumber(failed)} of ${formatNumber(count)} were not taken away`,
} as const;
