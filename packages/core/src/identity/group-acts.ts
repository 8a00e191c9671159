import type { AccessTables } from '../access/access-store.ts';
import { type Act, previewAct } from '../access/act.ts';
import type { Actor, Caller } from '../access/actor.ts';
import { authorizeAssignRole, authorizeUpdateGroup } from '../access/authorize.ts';
import { holds } from '../access/guard.ts';
import { updateProjectPermission } from '../access/permission.ts';
import { noPermissions } from '../access/permission-set.ts';
import { globalPlace } from '../access/role.ts';
import type { GroupId } from '../kernel/id.ts';
import { allowed, ok } from '../kernel/result.ts';
import type { Result } from '../refusal.ts';
import { checkAdministratorRemains } from './administrator-remains.ts';
import { checkChangeMembers } from './change-membership.ts';
import { checkDeleteGroup } from './delete-group.ts';
import { findGroup } from './find-group.ts';
import { authorizeSetManagers } from './group-managers.ts';
import type { GroupTables, UserTables } from './identity-store.ts';

export type GroupActName = 'update' | 'changeMembers' | 'setUpdaters' | 'delete' | 'assignRole';

/** What the caller may do with a group. Of a built-in one, only its duty to use a second factor can change. */
export async function previewGroupActs(
  tables: UserTables & GroupTables & AccessTables,
  caller: Caller,
  id: GroupId,
): Promise<Result<readonly Act<GroupActName>[]>> {
  const { actor } = caller;
  const known = await findGroup(tables, caller, id);
  if (!known.ok) return known;
  const gone = await checkDeleteGroup(tables, actor, id);
  return ok([
    previewAct('update', authorizeUpdateGroup(actor)),
    previewAct('changeMembers', await checkChangeMembers(tables, actor, id)),
    previewAct('setUpdaters', authorizeSetManagers(actor, id)),
    previewAct('delete', gone.ok ? await checkAdministratorRemains(tables, { group: id }) : gone),
    previewAct('assignRole', authorizeAssignSomewhere(actor)),
  ]);
}

/** Whether there is any place in which the actor may give roles; which role is another question. */
export function authorizeAssignSomewhere(actor: Actor): Result<void> {
  const everywhere = authorizeAssignRole(actor, globalPlace, noPermissions);
  if (everywhere.ok || actor.kind !== 'user') return everywhere;
  const places = [...actor.permissions.keys()];
  const isSomewhere = places.some((place) => holds(actor, updateProjectPermission, place));
  return isSomewhere ? allowed : everywhere;
}
