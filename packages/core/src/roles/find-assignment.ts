import type { AssignmentAttributes } from '../access/access-attributes.ts';
import {
  type AccessTables,
  type AssignmentFilter,
  type AssignmentOrderKey,
  readStanding,
} from '../access/access-store.ts';
import type { Actor, Caller } from '../access/actor.ts';
import {
  authorizeReadAccess,
  authorizeReadGroup,
  authorizeReadRoles,
  mayReadProject,
} from '../access/authorize.ts';
import { isSelf } from '../access/guard.ts';
import type { Assignment } from '../access/role.ts';
import { findGroup } from '../identity/find-group.ts';
import { findUser } from '../identity/find-user.ts';
import type { GroupTables, UserTables } from '../identity/identity-store.ts';
import {
  type AssignmentId,
  type GroupId,
  globalProjectId,
  type PlaceId,
  type ProjectId,
  type UserId,
} from '../kernel/id.ts';
import type { Page, PageRequest } from '../kernel/page.ts';
import { pageOf } from '../kernel/page-of.ts';
import { allowed, ok, refuse } from '../kernel/result.ts';
import type { ProjectTables } from '../projects/project-store.ts';
import type { Query } from '../query/query.ts';
import { notFound, type Result } from '../refusal.ts';

/**
 * Who may see what was given to whom.
 *
 * Everybody sees what they hold themselves and by which group. Who may read roles sees what was given in Global
 * and in the projects they may read, to whomever; what all a certain person holds is for who may read users in
 * full besides, and what a certain group holds for who may read that group. Managers of groups are not part of
 * it: they stand with their group.
 */
export type AssignmentTables = AccessTables & UserTables & GroupTables & ProjectTables;

export interface AssignmentList {
  readonly page: PageRequest<AssignmentOrderKey>;
  readonly query?: Query<AssignmentAttributes> | undefined;
}

/** One assignment: one's own, or one in a place that the caller may read. */
export async function findAssignment(
  tables: AssignmentTables,
  caller: Caller,
  id: AssignmentId,
): Promise<Result<Assignment>> {
  const { actor } = caller;
  if (actor.kind !== 'user') return refuse({ kind: 'unauthenticated' });
  const assignment = await tables.access.findAssignment(id);
  if (assignment === undefined || assignment.place.kind === 'group') return refuse(notFound('project role'));
  const isOwn = (await readStanding(tables, actor.userId)).assignments.some((own) => own.id === id);
  const mayRead = isOwn || (authorizeReadRoles(actor).ok && mayReadPlace(actor, assignment.place.id));
  return mayRead ? ok(assignment) : refuse(notFound('project role'));
}

/** A page of all assignments in the places that the caller may read. */
export async function listAssignments(
  { access }: AssignmentTables,
  caller: Caller,
  { page, query }: AssignmentList,
): Promise<Result<Page<Assignment>>> {
  const may = authorizeReadRoles(caller.actor);
  if (!may.ok) return may;
  return ok(await access.pageAssignments({ query, among: placesReadBy(caller.actor) }, page));
}

/** A page of what was given to one user by name. */
export async function listAssignmentsOfUser(
  tables: AssignmentTables,
  caller: Caller,
  user: UserId,
  { page, query }: AssignmentList,
): Promise<Result<Page<Assignment>>> {
  const may = await checkReadHoldings(tables, caller, user);
  if (!may.ok) return may;
  const filter: AssignmentFilter = { query, holder: { kind: 'user', id: user } };
  return ok(await tables.access.pageAssignments(filter, page));
}

/** A page of what was given to one group by name. */
export async function listAssignmentsOfGroup(
  tables: AssignmentTables,
  caller: Caller,
  id: GroupId,
  { page, query }: AssignmentList,
): Promise<Result<Page<Assignment>>> {
  const group = await findGroup(tables, caller, id);
  if (!group.ok) return group;
  const isOwn = await isIn(tables, caller.actor, id);
  const may = isOwn
    ? allowed
    : bothOf(authorizeReadGroup(caller.actor, id), authorizeReadRoles(caller.actor));
  if (!may.ok) return may;
  return ok(await tables.access.pageAssignments({ query, holder: { kind: 'group', id } }, page));
}

/** All that a user holds, by their own name and by every group they are in: what decisions follow from. */
export async function listTransitiveAssignments(
  tables: AssignmentTables,
  caller: Caller,
  user: UserId,
  page: PageRequest<AssignmentOrderKey>,
): Promise<Result<Page<Assignment>>> {
  const held = await readHoldings(tables, caller, user);
  return held.ok ? ok(pageOf(held.value, page, { id: ({ id }) => id }, ({ id }) => id)) : held;
}

/** A role that somebody holds in a place, and everything that it comes from: themselves and groups. */
export interface SourcedAssignment {
  readonly assignment: Assignment;
  readonly sources: readonly Assignment['holder'][];
}

/** The same, each role in each place once, with where it comes from. */
export async function listSourcedAssignments(
  tables: AssignmentTables,
  caller: Caller,
  user: UserId,
  page: PageRequest<AssignmentOrderKey>,
): Promise<Result<Page<SourcedAssignment>>> {
  const held = await readHoldings(tables, caller, user);
  if (!held.ok) return held;
  const groups = Map.groupBy(held.value, ({ roleId, place }) => `${roleId} ${place.id}`);
  const sourced = [...groups.values()].flatMap((all) => {
    const [assignment] = all;
    return assignment === undefined ? [] : [{ assignment, sources: all.map(({ holder }) => holder) }];
  });
  const idOf = ({ assignment }: SourcedAssignment) => assignment.id;
  return ok(pageOf(sourced, page, { id: idOf }, idOf));
}

async function readHoldings(
  tables: AssignmentTables,
  caller: Caller,
  user: UserId,
): Promise<Result<readonly Assignment[]>> {
  const may = await checkReadHoldings(tables, caller, user);
  if (!may.ok) return may;
  const { assignments } = await readStanding(tables, user);
  return ok(assignments.filter(({ place }) => place.kind !== 'group'));
}

async function checkReadHoldings(
  tables: AssignmentTables,
  caller: Caller,
  user: UserId,
): Promise<Result<void>> {
  const { actor } = caller;
  const may = isSelf(actor, user)
    ? allowed
    : bothOf(authorizeReadAccess(actor, user), authorizeReadRoles(actor));
  if (!may.ok) return may;
  const known = await findUser(tables, caller, user);
  return known.ok ? allowed : known;
}

function bothOf(one: Result<void>, other: Result<void>): Result<void> {
  return one.ok ? other : one;
}

async function isIn({ access }: AccessTables, actor: Actor, group: GroupId): Promise<boolean> {
  return actor.kind === 'user' && (await access.listGroupsOf(actor.userId)).includes(group);
}

/** Who may read roles may know what is given everywhere. */
function mayReadPlace(actor: Actor, place: PlaceId): boolean {
  return place === globalProjectId || mayReadProject(actor, place as ProjectId);
}

/** The places whose assignments the caller may read; absent: all. */
function placesReadBy(actor: Actor): readonly PlaceId[] | undefined {
  if (mayReadProject(actor, globalProjectId) || actor.kind !== 'user') return undefined;
  return [globalProjectId, ...actor.permissions.keys()].filter((place) => mayReadPlace(actor, place));
}
