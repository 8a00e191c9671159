import type { AccessTables } from '../access/access-store.ts';
import type { Caller } from '../access/actor.ts';
import { authorizeReadGroup, seesAllGroups } from '../access/authorize.ts';
import { authorizeQuery } from '../access/authorize-query.ts';
import { holds } from '../access/guard.ts';
import { readUserFullPermission } from '../access/permission.ts';
import type { GroupId } from '../kernel/id.ts';
import type { Page, PageRequest } from '../kernel/page.ts';
import { ok, refuse } from '../kernel/result.ts';
import { notFound, type Result } from '../refusal.ts';
import type { Group } from './group.ts';
import { groupQueryNeeds } from './group-attributes.ts';
import type {
  GroupFilter,
  GroupOrderKey,
  GroupTables,
  UserFilter,
  UserOrderKey,
  UserTables,
} from './identity-store.ts';
import type { User } from './user.ts';
import { userQueryNeeds } from './user-attributes.ts';

/** One group: of one's own, of one that one manages, or of any for who may read groups. Others do not exist. */
export async function findGroup(
  tables: GroupTables & AccessTables,
  caller: Caller,
  id: GroupId,
): Promise<Result<Group>> {
  if (caller.actor.kind === 'anonymous') return refuse({ kind: 'unauthenticated' });
  const mayRead = authorizeReadGroup(caller.actor, id).ok || (await isIn(tables, caller, id));
  const group = mayRead ? await tables.groups.find(id) : undefined;
  return group === undefined ? refuse(notFound('group')) : ok(group);
}

/** A page of the groups this caller may read. */
export async function listGroups(
  tables: GroupTables & AccessTables,
  caller: Caller,
  page: PageRequest<GroupOrderKey>,
  filter: Pick<GroupFilter, 'query'> = {},
): Promise<Result<Page<Group>>> {
  const { actor } = caller;
  if (actor.kind !== 'user') return refuse({ kind: 'unauthenticated' });
  const mayAsk = authorizeQuery(actor, filter.query, groupQueryNeeds);
  if (!mayAsk.ok) return mayAsk;
  if (seesAllGroups(actor)) return ok(await tables.groups.list(page, filter));
  const managed = [...actor.permissions.keys()] as GroupId[];
  const readable = managed.filter((place) => authorizeReadGroup(actor, place).ok);
  const among = [...new Set([...(await tables.access.listGroupsOf(actor.userId)), ...readable])];
  return ok(await tables.groups.list(page, { ...filter, among }));
}

/** A page of a group's members: those that joined it, or with those of the groups below it. */
export async function listMembers(
  tables: UserTables & GroupTables & AccessTables,
  caller: Caller,
  input: {
    readonly groupId: GroupId;
    readonly own: boolean;
    readonly page: PageRequest<UserOrderKey>;
    readonly filter: Pick<UserFilter, 'query'>;
  },
): Promise<Result<Page<User>>> {
  const group = await findGroup(tables, caller, input.groupId);
  if (!group.ok) return group;
  // Belonging to a group shows its name, not who else is in it.
  const may = authorizeReadGroup(caller.actor, input.groupId);
  if (!may.ok) return may;
  const mayAsk = authorizeQuery(caller.actor, input.filter.query, userQueryNeeds);
  if (!mayAsk.ok) return mayAsk;
  const which = input.own ? { joined: input.groupId } : { memberOf: input.groupId };
  const searchesEmail = holds(caller.actor, readUserFullPermission);
  return ok(await tables.users.list(input.page, { ...input.filter, ...which, searchesEmail }));
}

async function isIn(tables: AccessTables, { actor }: Caller, group: GroupId): Promise<boolean> {
  return actor.kind === 'user' && (await tables.access.listGroupsOf(actor.userId)).includes(group);
}
