import {
  type ProjectRoleCreate,
  projectFields,
  projectRoleCreateBody,
  projectRoleSortable,
} from '@countersign/api';
import {
  type Assignment,
  type AssignmentAttributes,
  type AssignmentId,
  type AssignmentOrderKey,
  assignmentAttributes,
  assignRole,
  assistAssignmentQuery,
  type Caller,
  findAssignment,
  findAssignmentReferences,
  findProject,
  findRoleByIdOrKey,
  type Holder,
  listAssignments,
  listAssignmentsOfGroup,
  listAssignmentsOfUser,
  listSourcedAssignments,
  listTransitiveAssignments,
  nilId,
  notFound,
  ok,
  type Page,
  type PageRequest,
  type ProjectId,
  parseId,
  type Query,
  type Result,
  type RoleId,
  refuse,
  trustId,
  unassignRole,
} from '@countersign/core';
import type { Authority } from '../../authority.ts';
import type { RestAnswer, RestHandler, RestRequest } from '../endpoint-handler.ts';
import { presentPage } from '../present-page.ts';
import { completing } from '../query-assist.ts';
import { readFilteredList } from '../read-list.ts';
import {
  checkWhole,
  readBodyAs,
  readFields,
  readGroupId,
  readListQuery,
  readNamed,
  readUserId,
} from '../read-request.ts';
import { presentProjectRole, presentSourcedProjectRole } from './present.ts';

export const list: RestHandler = (authority, request) =>
  answerList(authority, request, (asked) => listAssignments(authority.store.tables, request.caller, asked));

export const queryAssist = completing(assistAssignmentQuery);

export const listOfUser: RestHandler = async (authority, request) => {
  const user = readUserId(request);
  if (!user.ok) return user;
  return answerList(authority, request, (asked) =>
    listAssignmentsOfUser(authority.store.tables, request.caller, user.value, asked),
  );
};

export const listOfGroup: RestHandler = async (authority, request) => {
  const group = readGroupId(request);
  if (!group.ok) return group;
  return answerList(authority, request, (asked) =>
    listAssignmentsOfGroup(authority.store.tables, request.caller, group.value, asked),
  );
};

export const listTransitiveOfUser: RestHandler = async (authority, request) => {
  const { tables } = authority.store;
  const { topMax } = authority.settings.lists;
  const user = readUserId(request);
  if (!user.ok) return user;
  const window = readListQuery(request, projectRoleSortable, topMax);
  if (!window.ok) return window;
  const { query, page } = window.value;
  const found = await listTransitiveAssignments(tables, request.caller, user.value, page);
  if (!found.ok) return found;
  const whole = checkWhole(query, found.value, topMax);
  if (!whole.ok) return whole;
  const known = await findAssignmentReferences(tables, found.value.items);
  const present = (assignment: Assignment) => presentProjectRole(assignment, known);
  return ok({
    body: presentPage('TransitiveProjectRolesPage', 'transitiveprojectroles', query, found.value, present),
  });
};

export const listSourcedOfUser: RestHandler = async (authority, request) => {
  const { tables } = authority.store;
  const { topMax } = authority.settings.lists;
  const user = readUserId(request);
  if (!user.ok) return user;
  const window = readListQuery(request, projectRoleSortable, topMax);
  if (!window.ok) return window;
  const { query, page } = window.value;
  const found = await listSourcedAssignments(tables, request.caller, user.value, page);
  if (!found.ok) return found;
  const whole = checkWhole(query, found.value, topMax);
  if (!whole.ok) return whole;
  const known = await findAssignmentReferences(
    tables,
    found.value.items.map(({ assignment }) => assignment),
    found.value.items.flatMap(({ sources }) => sources),
  );
  return ok({
    body: presentPage('SourcedProjectRolesPage', 'sourcedprojectroles', query, found.value, (sourced) =>
      presentSourcedProjectRole(sourced, known),
    ),
  });
};

export const get: RestHandler = async ({ store }, request) => {
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const id = readProjectRoleId(request);
  if (!id.ok) return id;
  const found = await findAssignment(store.tables, request.caller, id.value);
  if (!found.ok) return found;
  const known = await findAssignmentReferences(store.tables, [found.value]);
  return ok({ body: projectFields(presentProjectRole(found.value, known), fields.value) });
};

/** Not `delete`, which is a word of the language. */
export const remove: RestHandler = async (authority, request) => {
  const id = readProjectRoleId(request);
  if (!id.ok) return id;
  const taken = await unassignRole(authority, request.caller, id.value);
  return taken.ok ? ok({}) : taken;
};

export const giveToUser: RestHandler = async (authority, request) => {
  const id = readUserId(request);
  return id.ok ? give(authority, request, { kind: 'user', id: id.value }) : id;
};

export const giveToGroup: RestHandler = async (authority, request) => {
  const id = readGroupId(request);
  return id.ok ? give(authority, request, { kind: 'group', id: id.value }) : id;
};

async function give(authority: Authority, request: RestRequest, holder: Holder): Promise<Result<RestAnswer>> {
  const { tables } = authority.store;
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const read = readBodyAs(projectRoleCreateBody, request.body);
  if (!read.ok) return read;
  const named = await resolveNames(authority, request.caller, read.value.body);
  const given = await assignRole(authority, request.caller, { ...named, holder });
  if (!given.ok) return given;
  const known = await findAssignmentReferences(tables, [given.value]);
  return ok({
    body: projectFields(presentProjectRole(given.value, known), fields.value),
    location: `/api/rest/projectroles/${given.value.id}`,
    ignored: read.value.ignored,
  });
}

/**
 * A name that names nothing for this caller is passed on as one that never does: who may give roles is asked
 * first, in the change, and its refusal does not tell a hidden project from one that is not there.
 */
async function resolveNames({ store }: Authority, caller: Caller, { role, project }: ProjectRoleCreate) {
  const roleFound = await findRoleByIdOrKey(store.tables, readNamed(role));
  const projectFound = await findProject(store.tables, caller, readNamed(project));
  return {
    roleId: roleFound?.id ?? trustId<RoleId>(nilId),
    projectId: projectFound.ok ? projectFound.value.id : trustId<ProjectId>(nilId),
  };
}

async function answerList(
  authority: Authority,
  request: RestRequest,
  find: (asked: {
    readonly page: PageRequest<AssignmentOrderKey>;
    readonly query: Query<AssignmentAttributes> | undefined;
  }) => Promise<Result<Page<Assignment>>>,
): Promise<Result<RestAnswer>> {
  const what = { sortable: projectRoleSortable, attributes: assignmentAttributes };
  const asked = readFilteredList(authority, request, what);
  if (!asked.ok) return asked;
  const { query, page, filter } = asked.value;
  const found = await find({ page, query: filter });
  if (!found.ok) return found;
  const whole = checkWhole(query, found.value, authority.settings.lists.topMax);
  if (!whole.ok) return whole;
  const known = await findAssignmentReferences(authority.store.tables, found.value.items);
  const present = (assignment: Assignment) => presentProjectRole(assignment, known);
  return ok({ body: presentPage('ProjectRolesPage', 'projectroles', query, found.value, present) });
}

function readProjectRoleId({ caller, parameters }: RestRequest): Result<AssignmentId> {
  if (caller.actor.kind !== 'user') return refuse({ kind: 'unauthenticated' });
  const id = parseId<AssignmentId>(parameters.projectRoleId ?? '');
  return id === undefined ? refuse(notFound('project role')) : ok(id);
}
