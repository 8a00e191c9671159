import type { AccessTables } from '../access/access-store.ts';
import type { Caller } from '../access/actor.ts';
import { authorizeReadGroup } from '../access/authorize.ts';
import { groupManager } from '../access/role.ts';
import type { GroupId } from '../kernel/id.ts';
import { ok } from '../kernel/result.ts';
import type { Result } from '../refusal.ts';
import { findGroup } from './find-group.ts';
import type { GroupTables } from './identity-store.ts';

/** What hangs on a group, and would go or be moved with it. */
export interface GroupImpact {
  /** Its members, those of the groups below it included. */
  readonly members: number;
  readonly subgroups: number;
  /** Roles that were given to it. */
  readonly roles: number;
  /** Services that are open to it by name. */
  readonly services: number;
  /** Groups whose members it manages. */
  readonly updaterOf: number;
}

/** For who may read the group. */
export async function readGroupImpact(
  tables: GroupTables & AccessTables,
  caller: Caller,
  id: GroupId,
): Promise<Result<GroupImpact>> {
  const group = await findGroup(tables, caller, id);
  if (!group.ok) return group;
  // Belonging to a group shows its name, not what hangs on it.
  const may = authorizeReadGroup(caller.actor, id);
  if (!may.ok) return may;
  const { access, groups } = tables;
  const given = await access.listAssignments([id]);
  const managing = given.filter(({ roleId }) => roleId === groupManager.id);
  return ok({
    members: (await groups.countMembers([id])).get(id) ?? 0,
    subgroups: (await groups.listChildren(id)).length,
    roles: given.length - managing.length,
    services: (await access.listServicesOf([id])).length,
    updaterOf: managing.length,
  });
}
