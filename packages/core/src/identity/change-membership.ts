import { type AccessTables, grantsOfGroup } from '../access/access-store.ts';
import type { Actor, Caller } from '../access/actor.ts';
import { authorizeChangeMembership } from '../access/authorize.ts';
import type { AuditEntry } from '../audit/event.ts';
import type { Recorded, Transactor } from '../audit/transaction.ts';
import type { GroupId, UserId } from '../kernel/id.ts';
import type { Clock, Instant } from '../kernel/instant.ts';
import { allowed, ok, refuse } from '../kernel/result.ts';
import { notFound, type Result } from '../refusal.ts';
import { checkAdministratorRemains } from './administrator-remains.ts';
import type { ActorTables } from './change-as.ts';
import { changeFreshAs } from './change-fresh-as.ts';
import { holdRequirements } from './change-requirement.ts';
import { type Group, groupTarget, isBuiltInGroup } from './group.ts';
import type { GroupTables } from './identity-store.ts';
import type { User } from './user.ts';

export interface MembershipPorts {
  readonly clock: Clock;
  readonly store: Transactor<ActorTables & GroupTables>;
}

export interface Membership {
  readonly groupId: GroupId;
  readonly userId: UserId;
}

/** Who joined which group: what both acts answer. */
export interface Member {
  readonly group: Group;
  readonly user: User;
}

/**
 * Puts somebody into a group. They receive what it and the groups above it were given, so the actor must hold
 * all of that, and may change this group's members: everywhere, or as its manager. Where these groups change whether a
 * second factor is required of them, the actor must hold all that they hold as well.
 */
export function addMember(
  ports: MembershipPorts,
  caller: Caller,
  membership: Membership,
): Promise<Result<Member>> {
  return changeMembership(ports, caller, membership, async (tables, member, at) => {
    const { group, user } = member;
    if (await tables.groups.isJoined(group.id, user.id))
      return refuse({ kind: 'already-exists', field: 'id', rule: 'is a member of the group already' });
    await tables.groups.join(group.id, user.id);
    return ok(record('group.member-added', caller, member, at));
  });
}

/** Takes somebody out of a group: on the same terms, for nobody takes away what they could not give. */
export function removeMember(
  ports: MembershipPorts,
  caller: Caller,
  membership: Membership,
): Promise<Result<Member>> {
  return changeMembership(ports, caller, membership, async (tables, member, at) => {
    const { group, user } = member;
    if (!(await tables.groups.isJoined(group.id, user.id))) return refuse(notFound('member'));
    await tables.groups.leave(group.id, user.id);
    const remains = await checkAdministratorRemains(tables);
    return remains.ok ? ok(record('group.member-removed', caller, member, at)) : remains;
  });
}

function changeMembership(
  ports: MembershipPorts,
  caller: Caller,
  { groupId, userId }: Membership,
  write: (
    tables: ActorTables & GroupTables,
    member: Member,
    at: Instant,
  ) => Promise<Result<Recorded<Member>>>,
): Promise<Result<Member>> {
  const at = ports.clock.now();
  return changeFreshAs(ports, caller, 'change the members of a group', async (tables, actor) => {
    const changed = await checkChangeMembers(tables, actor, groupId);
    if (!changed.ok) return changed;
    const group = changed.value;
    const user = await tables.users.find(userId);
    if (user === undefined || user.state.kind === 'deleted') return refuse(notFound('user'));
    const kept = await holdRequirements(tables, actor, [userId]);
    const written = await write(tables, { group, user }, at);
    const required = written.ok ? await kept() : allowed;
    return required.ok ? written : required;
  });
}

/** Who may change the members of which group, as far as it is known before anything is written. */
export async function checkChangeMembers(
  tables: GroupTables & AccessTables,
  actor: Actor,
  id: GroupId,
): Promise<Result<Group>> {
  const may = authorizeChangeMembership(actor, id, await grantsOfGroup(tables, id));
  if (!may.ok) return may;
  const group = await tables.groups.find(id);
  if (group === undefined) return refuse(notFound('group'));
  return isBuiltInGroup(id)
    ? refuse({ kind: 'conflict', rule: `${group.name} has its members by rule` })
    : ok(group);
}

function record(
  kind: 'group.member-added' | 'group.member-removed',
  caller: Caller,
  member: Member,
  at: Instant,
): Recorded<Member> {
  return {
    value: member,
    events: [membershipEvent(kind, caller, member, at)],
    touched: [{ kind: 'user', id: member.user.id }],
  };
}

/** What the log says of somebody who came into a group or left it, by whatever act. */
export function membershipEvent(
  kind: 'group.member-added' | 'group.member-removed',
  caller: Caller,
  { group, user }: Member,
  at: Instant,
): AuditEntry {
  return { kind, at, caller, subject: user.id, target: groupTarget(group), details: { member: user.login } };
}
