/** The Access tab of a user: roles, and what they come to. */
import { formatList, formatNumber, plural } from '../format.ts';

export const userAccess = {
  title: 'Roles',
  lead: ({ login }: { login: string }) => `What ${login} was given, directly and through groups.`,
  table: 'Roles',
  what: 'The roles',
  empty: ({ login }: { login: string }) => `${login} holds no role.`,
  total: ({ count }: { count: number }) => plural(count, { one: '# role', other: '# roles' }),
  columns: { role: 'Role', place: 'Where', source: 'Comes from' },
  direct: 'Given directly',
  take: ({ count }: { count: number }) => (count < 2 ? 'Take away…' : `Take away ${formatNumber(count)}…`),
  takeNeedsSelection: 'Select roles first',
  takeOnlyDirect: 'Roles that come through a group end with the membership; select those given directly',
  takeTitle: ({ login, names }: { login: string; names: readonly string[] }) =>
    names.length === 1
      ? `Take ${names[0] ?? ''} away from ${login}?`
      : `Take ${formatNumber(names.length)} roles away from ${login}?`,
  takeText: 'What it allows is refused from the next check on, unless it is given otherwise as well.',
  takeSubmit: 'Take away',
  takePending: 'Taking away…',
  taken: ({ names }: { names: readonly string[] }) => `${formatList(names)} taken away.`,
  takeFailed: ({ failed, count }: { failed: number; count: number }) =>
    count === 1
      ? 'The role could not be taken away'
      : `${formatNumber(failed)} of ${formatNumber(count)} roles could not be taken away`,
  roleIn: ({ role, place }: { role: string; place: string }) => `${role} in ${place}`,
  reach: ({ login }: { login: string }) => `What ${login} may do`,
  reachLead: 'All roles together, with what their permissions imply, place by place.',
  reachWhat: 'The permissions',
  reachNone: ({ login }: { login: string }) => `${login} may do nothing that a role would have to allow.`,
  reachEverywhere: 'Everywhere',
} as const;
