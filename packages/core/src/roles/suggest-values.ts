import { type AccessTables, readMeaning } from '../access/access-store.ts';
import type { Caller } from '../access/actor.ts';
import { authorizeReadRoles } from '../access/authorize.ts';
import { listGroups } from '../identity/find-group.ts';
import { listUsers } from '../identity/find-user.ts';
import type { GroupTables, UserTables } from '../identity/identity-store.ts';
import { foldText } from '../kernel/fold-text.ts';
import type { PageRequest } from '../kernel/page.ts';
import { listProjects } from '../projects/find-project.ts';
import { globalProject } from '../projects/project.ts';
import type { ProjectTables } from '../projects/project-store.ts';
import type { ValueTest } from '../query/query.ts';

/**
 * Values that complete a query: what begins as somebody has typed, of what they could find by the list that has
 * it. Where they may not read that list, there is nothing to suggest.
 */
const suggestionsMax = 20;

export async function suggestUsers(
  tables: UserTables,
  caller: Caller,
  typed: string,
  member: 'login' | 'name' | 'email',
): Promise<readonly string[]> {
  const name = ({ login: 'loginStartsWith', name: 'nameStartsWith', email: 'email' } as const)[member];
  const query = { kind: 'attribute', name, test: beginsWith(typed) } as const;
  const page = await listUsers(tables, caller, first(member === 'name' ? 'name' : 'login'), { query });
  return page.ok ? page.value.items.flatMap((user) => user[member] ?? []) : [];
}

export async function suggestGroups(
  tables: GroupTables & AccessTables,
  caller: Caller,
  typed: string,
): Promise<readonly string[]> {
  const query = { kind: 'attribute', name: 'nameStartsWith', test: beginsWith(typed) } as const;
  const page = await listGroups(tables, caller, first('name'), { query });
  return page.ok ? page.value.items.map((group) => group.name) : [];
}

export async function suggestProjects(
  tables: ProjectTables,
  caller: Caller,
  typed: string,
): Promise<readonly string[]> {
  const query = { kind: 'attribute', name: 'name', test: beginsWith(typed) } as const;
  const page = await listProjects(tables, caller, first('name'), { query });
  return page.ok ? [globalProject.name, ...page.value.items.map((project) => project.name)] : [];
}

export async function suggestProjectKeys(
  tables: ProjectTables,
  caller: Caller,
  typed: string,
): Promise<readonly string[]> {
  const query = { kind: 'attribute', name: 'key', test: beginsWith(typed) } as const;
  const page = await listProjects(tables, caller, first('key'), { query });
  return page.ok ? page.value.items.map((project) => project.key) : [];
}

export async function suggestRoles(tables: AccessTables, { actor }: Caller): Promise<readonly string[]> {
  if (!authorizeReadRoles(actor).ok) return [];
  return [...(await tables.access.listRoles()).values()].map((role) => role.name);
}

export async function suggestPermissions(
  tables: AccessTables,
  { actor }: Caller,
): Promise<readonly string[]> {
  return authorizeReadRoles(actor).ok ? [...(await readMeaning(tables)).catalog.keys()] : [];
}

export function beginsWith(typed: string): ValueTest {
  return { kind: 'value', match: 'prefix', value: typed, folded: foldText(typed) };
}

export function first<Key extends string>(key: Key): PageRequest<Key> {
  return { skip: 0, top: suggestionsMax, orderBy: [{ key, descending: false }] };
}
