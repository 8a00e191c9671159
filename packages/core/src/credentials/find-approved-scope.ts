import type { Caller } from '../access/actor.ts';
import { authorizeReadCredentials } from '../access/authorize-credentials.ts';
import type { UserTables } from '../identity/identity-store.ts';
import type { ApprovedScopeId, UserId } from '../kernel/id.ts';
import type { Page, PageRequest } from '../kernel/page.ts';
import { ok, refuse } from '../kernel/result.ts';
import { notFound, type Result } from '../refusal.ts';
import type { ApprovedScope } from './approved-scope.ts';
import type { ConnectionTables } from './connection-store.ts';

export interface ReadApprovedScopePorts {
  readonly store: { readonly tables: UserTables & ConnectionTables };
}

/** One consent of one user. Another user's and none at all look the same. */
export async function findApprovedScope(
  { store }: ReadApprovedScopePorts,
  caller: Caller,
  owner: UserId,
  id: ApprovedScopeId,
): Promise<Result<ApprovedScope>> {
  const may = authorizeReadCredentials(caller.actor, owner);
  if (!may.ok) return may;
  const scope = await store.tables.approvedScopes.find(id);
  return scope?.userId === owner ? ok(scope) : refuse(notFound('approval'));
}

export async function listApprovedScopes(
  { store }: ReadApprovedScopePorts,
  caller: Caller,
  owner: UserId,
  page: PageRequest<'creationTime'>,
): Promise<Result<Page<ApprovedScope>>> {
  const may = authorizeReadCredentials(caller.actor, owner);
  if (!may.ok) return may;
  const user = await store.tables.users.find(owner);
  if (user === undefined || user.state.kind === 'deleted') return refuse(notFound('user'));
  return ok(await store.tables.approvedScopes.list(owner, page));
}
