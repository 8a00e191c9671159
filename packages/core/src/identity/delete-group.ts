import { type AccessTables, grantsOfGroup } from '../access/access-store.ts';
import type { Actor, Caller } from '../access/actor.ts';
import { authorizeChangeMembership, authorizeDeleteGroup } from '../access/authorize.ts';
import type { AuditEntry } from '../audit/event.ts';
import { everybodysAccess, type Transactor } from '../audit/transaction.ts';
import type { GroupId, UserId } from '../kernel/id.ts';
import type { Clock } from '../kernel/instant.ts';
import { allowed, ok, refuse } from '../kernel/result.ts';
import { malformed, notFound, type Result } from '../refusal.ts';
import { checkAdministratorRemains } from './administrator-remains.ts';
import type { ActorTables } from './change-as.ts';
import { changeFreshAs } from './change-fresh-as.ts';
import { type Member, membershipEvent } from './change-membership.ts';
import { checkRequirementBelow, holdRequirements } from './change-requirement.ts';
import { type Group, groupTarget, isBuiltInGroup } from './group.ts';
import type { GroupTables, UserTables } from './identity-store.ts';

export interface DeleteGroupPorts {
  readonly clock: Clock;
  readonly store: Transactor<ActorTables & GroupTables & ViewerTables>;
}

/** The one thing that deleting a group asks of services. */
export interface ViewerTables {
  readonly services: { removeViewer(group: GroupId): Promise<number> };
}

export interface DeleteGroup {
  readonly groupId: GroupId;
  /** The group that its members join instead. */
  readonly successor: GroupId | undefined;
}

/**
 * Deletes a group with everything given to it. The groups below it move up to where it stood, and so gain
 * nothing; members go to the successor on the terms on which each could be put there by hand. Where it changes whether a
 * second factor is required of somebody, the actor must hold all that they hold.
 */
export async function deleteGroup(
  ports: DeleteGroupPorts,
  caller: Caller,
  { groupId, successor }: DeleteGroup,
): Promise<Result<void>> {
  const at = ports.clock.now();
  return changeFreshAs(ports, caller, 'delete a group', async (tables, actor) => {
    const gone = await checkDeleteGroup(tables, actor, groupId);
    if (!gone.ok) return gone;
    const group = gone.value;
    const heir = successor === undefined ? ok(undefined) : await checkHeir(tables, groupId, successor);
    if (!heir.ok) return heir;
    const mayJoin =
      successor === undefined
        ? allowed
        : authorizeChangeMembership(actor, successor, await grantsOfGroup(tables, successor));
    if (!mayJoin.ok) return mayJoin;

    const members = await tables.groups.listJoinedUsers(groupId);
    const kept = await holdRequirements(tables, actor, members);
    const joined: AuditEntry[] = [];
    for (const user of members) {
      await tables.groups.leave(groupId, user);
      const member = heir.value && (await joinHeir(tables, heir.value, user));
      if (member !== undefined) joined.push(membershipEvent('group.member-added', caller, member, at));
    }
    const below = await tables.groups.listChildren(groupId);
    for (const child of below) await tables.groups.update({ ...child, parentId: group.parentId });
    const rolesEnded =
      (await tables.access.deleteAssignmentsOf(groupId)) + (await tables.access.deleteAssignmentsIn(groupId));
    const servicesShut = await tables.services.removeViewer(groupId);
    await tables.groups.delete(groupId);
    const required = await kept();
    if (!required.ok) return required;
    const remains = await checkAdministratorRemains(tables);
    if (!remains.ok) return remains;
    return ok({
      value: undefined,
      events: [
        {
          kind: 'group.deleted',
          at,
          caller,
          target: groupTarget(group),
          details: {
            members: members.length,
            rolesEnded,
            servicesShut,
            subgroupsMovedUp: below.map(({ id }) => id),
            ...(successor !== undefined && { successor }),
          },
        },
        ...joined,
      ],
      touched: [everybodysAccess],
    });
  });
}

async function checkHeir(tables: GroupTables, group: GroupId, successor: GroupId): Promise<Result<Group>> {
  if (successor === group) return refuse(malformed('successor', 'must be another group'));
  if (isBuiltInGroup(successor)) return refuse(malformed('successor', 'must not be a built-in group'));
  const heir = await tables.groups.find(successor);
  return heir === undefined ? refuse(malformed('successor', 'names no group')) : ok(heir);
}

/** Puts a member into the group that takes over; who is in it already, or has no account, is not, and is absent. */
async function joinHeir(
  tables: UserTables & GroupTables,
  group: Group,
  id: UserId,
): Promise<Member | undefined> {
  if (await tables.groups.isJoined(group.id, id)) return undefined;
  const user = await tables.users.find(id);
  if (user === undefined) return undefined;
  await tables.groups.join(group.id, id);
  return { group, user };
}

/** Who may delete which group, as far as it is known before anything is written. */
export async function checkDeleteGroup(
  tables: GroupTables & UserTables & AccessTables,
  actor: Actor,
  id: GroupId,
): Promise<Result<Group>> {
  const may = authorizeDeleteGroup(actor, await grantsOfGroup(tables, id));
  if (!may.ok) return may;
  const group = await tables.groups.find(id);
  if (group === undefined) return refuse(notFound('group'));
  if (isBuiltInGroup(id))
    return refuse({ kind: 'conflict', rule: `${group.name} is built in and cannot be deleted` });
  const mayLift = group.requiresTwoFactor ? await checkRequirementBelow(tables, actor, id) : allowed;
  return mayLift.ok ? ok(group) : mayLift;
}
