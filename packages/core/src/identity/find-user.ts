import type { AccessTables } from '../access/access-store.ts';
import type { Caller } from '../access/actor.ts';
import {
  authorizeReadSignInDetails,
  authorizeReadUser,
  authorizeReadUsers,
  seesAllGroups,
} from '../access/authorize.ts';
import { authorizeQuery } from '../access/authorize-query.ts';
import { holds, isSelf } from '../access/guard.ts';
import { readUserFullPermission } from '../access/permission.ts';
import type { GroupId, UserId } from '../kernel/id.ts';
import type { Page, PageRequest } from '../kernel/page.ts';
import { ok, refuse } from '../kernel/result.ts';
import { notFound, type Result } from '../refusal.ts';
import { type Group, isBuiltInGroup } from './group.ts';
import type { GroupTables, UserFilter, UserOrderKey, UserTables } from './identity-store.ts';
import { guest, type User } from './user.ts';
import { userQueryNeeds } from './user-attributes.ts';

/** One account. Whoever may not read users learns nothing, not even whether the id exists. The guest is public. */
export async function findUser(tables: UserTables, caller: Caller, id: UserId): Promise<Result<User>> {
  if (id === guest.id) return ok(guest);
  const may = authorizeReadUser(caller.actor, id);
  if (!may.ok) return may;
  const user = await tables.users.find(id);
  return user === undefined || user.state.kind === 'deleted' ? refuse(notFound('user')) : ok(user);
}

/** An account as it signs in: for its owner, and for who may read users in full. The guest does not sign in. */
export async function findSignInDetails(
  tables: UserTables,
  caller: Caller,
  id: UserId,
): Promise<Result<User>> {
  const may = authorizeReadSignInDetails(caller.actor, id);
  if (!may.ok) return may;
  const user = await tables.users.find(id);
  return user === undefined || user.state.kind === 'deleted' ? refuse(notFound('user')) : ok(user);
}

/** A page of accounts, deleted ones left out. */
export async function listUsers(
  tables: UserTables,
  caller: Caller,
  page: PageRequest<UserOrderKey>,
  filter: UserFilter = {},
): Promise<Result<Page<User>>> {
  const may = authorizeReadUsers(caller.actor);
  if (!may.ok) return may;
  const mayAsk = authorizeQuery(caller.actor, filter.query, userQueryNeeds);
  if (!mayAsk.ok) return mayAsk;
  const searchesEmail = holds(caller.actor, readUserFullPermission);
  return ok(await tables.users.list(page, { ...filter, searchesEmail }));
}

/** The groups a user is in, and which of them were joined rather than inherited or built in. */
export interface UserGroup {
  readonly group: Group;
  readonly joined: boolean;
}

/**
 * The groups of one user, in the order of their names. One's own are always one's to know; somebody else's
 * need the right to read groups.
 */
export async function listGroupsOfUser(
  tables: UserTables & GroupTables & AccessTables,
  caller: Caller,
  id: UserId,
): Promise<Result<readonly UserGroup[]>> {
  const user = await findUser(tables, caller, id);
  if (!user.ok) return user;
  const may = isSelf(caller.actor, id) || seesAllGroups(caller.actor);
  const groupIds = await tables.access.listGroupsOf(id);
  const visible = may ? groupIds : groupIds.filter(isBuiltInGroup);
  const joined = new Set((await tables.groups.listJoined(id)).map((group) => group.id));
  return ok(await readGroups(tables, visible, joined));
}

async function readGroups(
  tables: GroupTables,
  ids: readonly GroupId[],
  joined: ReadonlySet<GroupId>,
): Promise<readonly UserGroup[]> {
  const known = await tables.groups.findWithAncestors(ids);
  const found = ids.flatMap((id) => known.get(id) ?? []);
  return found
    .map((group) => ({ group, joined: joined.has(group.id) }))
    .sort((a, b) => (a.group.nameForm < b.group.nameForm ? -1 : 1));
}
