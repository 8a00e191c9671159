import type { Actor, Caller } from '../access/actor.ts';
import { authorizeAssignRole } from '../access/authorize.ts';
import { authorityCatalog } from '../access/permission.ts';
import { grantOf, groupManager, type Place } from '../access/role.ts';
import { everybodysAccess, type Transactor } from '../audit/transaction.ts';
import { type GroupId, newId } from '../kernel/id.ts';
import type { Clock } from '../kernel/instant.ts';
import type { Random } from '../kernel/random.ts';
import { ok, refuse } from '../kernel/result.ts';
import { malformed, notFound, type Result } from '../refusal.ts';
import type { ActorTables } from './change-as.ts';
import { changeFreshAs } from './change-fresh-as.ts';
import { groupTarget } from './group.ts';
import type { GroupTables } from './identity-store.ts';

export interface GroupManagerPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly store: Transactor<ActorTables & GroupTables>;
}

/**
 * Says whose members manage a group: they change who is in it, as far as they hold themselves what it gives.
 * Managing is a role in the place of the group, so that a token carries it, and the guard weighs it, like any
 * other right.
 */
export async function setGroupManagers(
  ports: GroupManagerPorts,
  caller: Caller,
  groupId: GroupId,
  managers: readonly GroupId[],
): Promise<Result<readonly GroupId[]>> {
  const at = ports.clock.now();
  const place = placeOfGroup(groupId);
  return changeFreshAs(ports, caller, 'change who manages a group', async (tables, actor) => {
    const may = authorizeSetManagers(actor, groupId);
    if (!may.ok) return may;
    const group = await tables.groups.find(groupId);
    if (group === undefined) return refuse(notFound('group'));
    const wanted = new Set(managers);
    for (const [index, id] of managers.entries()) {
      if ((await tables.groups.find(id)) === undefined)
        return refuse(malformed(`updaters.${index}.id`, 'names no group'));
    }
    const present = await tables.access.listHolders(groupManager.id, groupId);
    for (const assignment of present) {
      if (assignment.holder.kind === 'group' && !wanted.has(assignment.holder.id))
        await tables.access.deleteAssignment(assignment.id);
    }
    const before = present.flatMap(({ holder }) => (holder.kind === 'group' ? [holder.id] : []));
    for (const id of wanted) {
      if (before.includes(id)) continue;
      const holder = { kind: 'group', id } as const;
      await tables.access.insertAssignment({
        id: newId(ports.random),
        roleId: groupManager.id,
        holder,
        place,
      });
    }
    return ok({
      value: [...wanted],
      events: [
        {
          kind: 'group.updated',
          at,
          caller,
          target: groupTarget(group),
          changes: [{ field: 'updaters', before: before.toSorted(), after: [...wanted].sort() }],
        },
      ],
      touched: [everybodysAccess],
    });
  });
}

/** Who manages a group is a role given in its place, whoever it is given to. */
export function authorizeSetManagers(actor: Actor, group: GroupId): Result<void> {
  const place = placeOfGroup(group);
  return authorizeAssignRole(actor, place, grantOf(groupManager, place, authorityCatalog));
}

function placeOfGroup(id: GroupId): Place {
  return { kind: 'group', id };
}

/** The groups whose members manage this one. */
export async function listGroupManagers(
  tables: Pick<ActorTables, 'access'>,
  group: GroupId,
): Promise<readonly GroupId[]> {
  const holders = await tables.access.listHolders(groupManager.id, group);
  return holders.flatMap(({ holder }) => (holder.kind === 'group' ? [holder.id] : []));
}
