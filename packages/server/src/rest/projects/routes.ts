import { projectCreateBody, projectFields, projectSortable, projectUpdateBody } from '@countersign/api';
import {
  assistProjectQuery,
  createProject,
  deleteProject,
  findProject,
  listProjects,
  nilId,
  ok,
  type ProjectId,
  projectAttributes,
  trustId,
  updateProject,
} from '@countersign/core';
import type { Authority } from '../../authority.ts';
import type { RestHandler, RestRequest } from '../endpoint-handler.ts';
import { presentPage } from '../present-page.ts';
import { completing } from '../query-assist.ts';
import { readFilteredList } from '../read-list.ts';
import { checkWhole, readBodyAs, readFields } from '../read-request.ts';
import { presentProject } from './present.ts';

export const list: RestHandler = async (authority, request) => {
  const what = { sortable: projectSortable, attributes: projectAttributes };
  const asked = readFilteredList(authority, request, what);
  if (!asked.ok) return asked;
  const { query, page, filter } = asked.value;
  const found = await listProjects(authority.store.tables, request.caller, page, { query: filter });
  if (!found.ok) return found;
  const whole = checkWhole(query, found.value, authority.settings.lists.topMax);
  if (!whole.ok) return whole;
  return ok({ body: presentPage('ProjectsPage', 'projects', query, found.value, presentProject) });
};

export const queryAssist = completing(assistProjectQuery);

export const get: RestHandler = async ({ store }, request) => {
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const project = await findProject(store.tables, request.caller, request.parameters.projectId ?? '');
  return project.ok ? ok({ body: projectFields(presentProject(project.value), fields.value) }) : project;
};

export const create: RestHandler = async (authority, request) => {
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const read = readBodyAs(projectCreateBody, request.body);
  if (!read.ok) return read;
  const { key, name, description } = read.value.body;
  const made = await createProject(authority, request.caller, {
    key,
    name,
    description: description ?? undefined,
  });
  if (!made.ok) return made;
  return ok({
    body: projectFields(presentProject(made.value), fields.value),
    location: `/api/rest/projects/${made.value.id}`,
    ignored: read.value.ignored,
  });
};

export const update: RestHandler = async (authority, request) => {
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const read = readBodyAs(projectUpdateBody, request.body);
  if (!read.ok) return read;
  const { key, name, description } = read.value.body;
  const id = await readProjectId(authority, request);
  const changed = await updateProject(authority, request.caller, id, {
    key,
    name,
    description: description === null ? '' : description,
  });
  if (!changed.ok) return changed;
  return ok({
    body: projectFields(presentProject(changed.value), fields.value),
    ignored: read.value.ignored,
  });
};

/** Not `delete`, which is a word of the language. */
export const remove: RestHandler = async (authority, request) => {
  const deleted = await deleteProject(authority, request.caller, await readProjectId(authority, request));
  return deleted.ok ? ok({}) : deleted;
};

/**
 * A name that names no project for this caller is passed on as one that never does: who may change projects is
 * asked first, in the change, and its refusal does not tell one that is hidden from one that is not there.
 */
async function readProjectId({ store }: Authority, { caller, parameters }: RestRequest): Promise<ProjectId> {
  const project = await findProject(store.tables, caller, parameters.projectId ?? '');
  return project.ok ? project.value.id : trustId<ProjectId>(nilId);
}
