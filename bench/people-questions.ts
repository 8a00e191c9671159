/** What the pages of people, groups and given roles ask of the server, with every kind of search that they offer. */
import type { Organisation } from './organisation.ts';

export interface PageQuestion {
  readonly what: string;
  /** Below `/api/rest/`. */
  readonly path: string;
  /** Refused to who may not read all users in full and all groups. */
  readonly needsAll: boolean;
}

const pageSize = 50;

/** What anybody may ask who may read users at all. */
const searches = [
  'lovelace',
  '"ada lovelace"',
  'user4711',
  'u',
  'nobody-at-all',
  'login: user4711',
  'login: user99*',
  'login: *99*',
  'name: jane*',
  'nameStartsWith: {jane doe}',
  'is: banned',
  'not is: banned',
  'is: person',
  'is: bot',
  'is: suspended',
  'has: bot',
  'owner: user4711',
  'created: 7d',
  'created: 2025-06-15',
];

export function peopleQuestions(made: Organisation): readonly PageQuestion[] {
  const { users, groups } = made;
  const [middle, last] = [users.length >> 1, users.length - pageSize];
  const searchesOfAll = [
    'email: user4711@example.org',
    'email: *99*',
    'has: email',
    'has: token',
    'in: {Group 0}',
    `in: ${groups[0]}`,
    'in: {group 12}*',
    'in: {Registered Users}',
    'group: {Group 7}',
    `jane and not in: ${groups[8]}`,
    'ownRole: Observer',
    'ownRole: {Role 3}',
    'is: admin',
    'not is: admin',
    'access(project: P7)',
    'access(project: P7, with: {Role 3})',
    'access(with: Observer)',
  ];
  return [
    list('users, first page', {}),
    list('users, the other way round', { orderBy: 'name:desc' }),
    list('users by login', { orderBy: 'login:asc' }),
    list('users, newest first', { orderBy: 'creationTime:desc' }),
    list('users, page in the middle', { skip: middle }),
    list('users, last page', { skip: last }),
    list('users by login, last page', { orderBy: 'login:asc', skip: last }),
    list('users, newest first, last page', { orderBy: 'creationTime:desc', skip: last }),
    ...searches.map((query) => list(query, { query })),
    list('lovelace, a late page', { query: 'lovelace', skip: Math.floor(users.length * 0.08) }),
    list('lovelace, by login', { query: 'lovelace', orderBy: 'login:asc' }),
    list('u, by login, page in the middle', { query: 'u', orderBy: 'login:desc', skip: middle }),
    ...searchesOfAll.map((query) => ({ ...list(query, { query }), needsAll: true })),
    ...besides(made),
  ];
}

interface Window {
  readonly query?: string;
  readonly orderBy?: string;
  readonly skip?: number;
}

function list(what: string, window: Window): PageQuestion {
  return { what, path: `users?${windowOf({ orderBy: 'name:asc', ...window })}`, needsAll: false };
}

/** The pages of one user, of groups and of given roles. */
function besides({ users, groups, assignments }: Organisation): readonly PageQuestion[] {
  const user = users[users.length >> 1] ?? '';
  const byName = { orderBy: 'name:asc' };
  const ask = (what: string, path: string) => ({ what, path, needsAll: false });
  const askAll = (what: string, path: string) => ({ what, path, needsAll: true });
  return [
    ask('one user', `users/${user}`),
    ask('groups of a user', `users/${user}/groups?$top=-1`),
    askAll('roles of a user, with sources', `users/${user}/sourcedprojectroles?$top=-1`),
    ask('groups, first page', `usergroups?${windowOf(byName)}`),
    ask('groups, last page', `usergroups?${windowOf({ ...byName, skip: groups.length - pageSize })}`),
    ask('groups, a search', `usergroups?${windowOf({ ...byName, query: 'group 47' })}`),
    askAll('members of a group and below', `usergroups/${groups[0]}/users?${windowOf(byName)}`),
    ask('given roles, first page', `projectroles?${windowOf({})}`),
    ask('given roles, in the middle', `projectroles?${windowOf({ skip: assignments >> 1 })}`),
    ask('given roles, last page', `projectroles?${windowOf({ skip: assignments - pageSize })}`),
    ask('given roles of a role', `projectroles?${windowOf({ query: 'role: {Role 3}' })}`),
    ask('given roles in a project', `projectroles?${windowOf({ query: 'project: P7' })}`),
    ask('given roles of a user', `projectroles?${windowOf({ query: 'user: user4711' })}`),
    ask('given roles of a group', `projectroles?${windowOf({ query: 'group: {Group 7}' })}`),
  ];
}

function windowOf({ query, orderBy, skip = 0 }: Window): URLSearchParams {
  return new URLSearchParams({
    $top: String(pageSize),
    $skip: String(Math.max(0, skip)),
    ...(orderBy !== undefined && { orderBy }),
    ...(query !== undefined && { query }),
  });
}
