import { readMeaning } from '../access/access-store.ts';
import type { Caller } from '../access/actor.ts';
import { authorizeAssignRole, authorizeReadRoles } from '../access/authorize.ts';
import { type Assignment, grantOf, groupManager, type Holder, type Place } from '../access/role.ts';
import type { AuditEntry } from '../audit/event.ts';
import { everybodysAccess, type TouchedFact, type Transactor } from '../audit/transaction.ts';
import { checkAdministratorRemains } from '../identity/administrator-remains.ts';
import type { ActorTables } from '../identity/change-as.ts';
import { changeFreshAs } from '../identity/change-fresh-as.ts';
import type { GroupTables } from '../identity/identity-store.ts';
import { guest } from '../identity/user.ts';
import { type AssignmentId, globalProjectId, newId, type ProjectId, type RoleId } from '../kernel/id.ts';
import type { Clock } from '../kernel/instant.ts';
import type { Random } from '../kernel/random.ts';
import { allowed, ok, refuse } from '../kernel/result.ts';
import type { ProjectTables } from '../projects/project-store.ts';
import { malformed, notFound, type Result } from '../refusal.ts';
import { roleTarget } from './change-role.ts';

export interface AssignPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly store: Transactor<ActorTables & GroupTables & ProjectTables>;
}

export interface NewAssignment {
  readonly roleId: RoleId;
  readonly holder: Holder;
  readonly projectId: ProjectId;
}

/** Gives a role to a user or a group, everywhere or in one project. The actor must hold what it amounts to there. */
export function assignRole(
  ports: AssignPorts,
  caller: Caller,
  input: NewAssignment,
): Promise<Result<Assignment>> {
  const at = ports.clock.now();
  const place = placeOf(input.projectId);
  const assignment: Assignment = {
    id: newId(ports.random),
    roleId: input.roleId,
    holder: input.holder,
    place,
  };
  return changeFreshAs(ports, caller, 'give or take a role', async (tables, actor) => {
    const { roles, catalog } = await readMeaning(tables);
    const role = roles.get(input.roleId);
    const may = authorizeAssignRole(actor, place, grantOf(role, place, catalog));
    if (!may.ok) return may;
    if (role === undefined) return refuse(malformed('role', 'names no role'));
    if (role.id === groupManager.id)
      return refuse(malformed('role', 'is given in a group: name its updaters there'));
    const fit = await checkParties(tables, input);
    if (!fit.ok) return fit;
    const same = { roleId: role.id, holder: input.holder, place: place.id };
    if ((await tables.access.countAssignments(same)) > 0)
      return refuse({ kind: 'already-exists', field: 'role', rule: 'is given there already' });
    await tables.access.insertAssignment(assignment);
    const event: AuditEntry = {
      kind: 'role.assigned',
      at,
      caller,
      subject: subjectOf(input.holder),
      target: roleTarget(role),
      details: detailsOf(assignment),
    };
    return ok({ value: assignment, events: [event], touched: [touchedBy(input.holder)] });
  });
}

/** Takes a role back: on the same terms, for nobody takes away what they could not give. */
export function unassignRole(ports: AssignPorts, caller: Caller, id: AssignmentId): Promise<Result<void>> {
  const at = ports.clock.now();
  return changeFreshAs(ports, caller, 'give or take a role', async (tables, actor) => {
    const { roles, catalog } = await readMeaning(tables);
    const assignment = await tables.access.findAssignment(id);
    if (assignment === undefined) return refuse(notFound('project role'));
    const { place } = assignment;
    const may = authorizeAssignRole(actor, place, grantOf(roles.get(assignment.roleId), place, catalog));
    // Who may not read roles learns nothing, not even whether the id exists.
    if (!may.ok) return authorizeReadRoles(actor).ok ? may : refuse(notFound('project role'));
    await tables.access.deleteAssignment(id);
    const remains = await checkAdministratorRemains(tables);
    if (!remains.ok) return remains;
    const role = roles.get(assignment.roleId);
    const event: AuditEntry = {
      kind: 'role.unassigned',
      at,
      caller,
      subject: subjectOf(assignment.holder),
      target: { kind: 'role', id: assignment.roleId, name: role?.name ?? assignment.roleId },
      details: detailsOf(assignment),
    };
    return ok({ value: undefined, events: [event], touched: [touchedBy(assignment.holder)] });
  });
}

function placeOf(project: ProjectId): Place {
  return { kind: project === globalProjectId ? 'global' : 'project', id: project };
}

async function checkParties(
  tables: ActorTables & GroupTables & ProjectTables,
  { holder, projectId }: NewAssignment,
): Promise<Result<void>> {
  if (projectId !== globalProjectId && (await tables.projects.find(projectId)) === undefined)
    return refuse(malformed('project', 'names no project'));
  if (holder.kind === 'group')
    return (await tables.groups.find(holder.id)) === undefined ? refuse(notFound('group')) : allowed;
  const user = await tables.users.find(holder.id);
  if (user?.id === guest.id || user === undefined || user.state.kind === 'deleted')
    return refuse(notFound('user'));
  return allowed;
}

function subjectOf(holder: Holder) {
  return holder.kind === 'user' ? holder.id : undefined;
}

function touchedBy(holder: Holder): TouchedFact {
  return holder.kind === 'user' ? { kind: 'user', id: holder.id } : everybodysAccess;
}

function detailsOf({ id, holder, place }: Assignment) {
  return { assignment: id, place: place.id, holder: holder.id, holderKind: holder.kind };
}
