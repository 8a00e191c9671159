import type { Caller } from '../access/actor.ts';
import { mayReadProject } from '../access/authorize.ts';
import { globalProjectId, type ProjectId, parseId } from '../kernel/id.ts';
import type { Page, PageRequest } from '../kernel/page.ts';
import { ok, refuse } from '../kernel/result.ts';
import { notFound, type Result } from '../refusal.ts';
import { brokenProjectKeyRule, globalProject, type Project, projectKeyForm } from './project.ts';
import type { ProjectFilter, ProjectOrderKey, ProjectTables } from './project-store.ts';

/** The project that an id or a key names; a key can never be taken for an id. */
export async function findProjectByIdOrKey(
  tables: ProjectTables,
  text: string,
): Promise<Project | undefined> {
  if (text === globalProjectId || projectKeyForm(text) === globalProject.keyForm) return globalProject;
  const id = parseId<ProjectId>(text);
  if (id !== undefined) return tables.projects.find(id);
  return brokenProjectKeyRule(text) === undefined
    ? tables.projects.findByKeyForm(projectKeyForm(text))
    : undefined;
}

/** One project, if this caller may read it; otherwise it does not exist for them. */
export async function findProject(
  tables: ProjectTables,
  caller: Caller,
  idOrKey: string,
): Promise<Result<Project>> {
  if (caller.actor.kind === 'anonymous') return refuse({ kind: 'unauthenticated' });
  const project = await findProjectByIdOrKey(tables, idOrKey);
  return project !== undefined && (project === globalProject || mayReadProject(caller.actor, project.id))
    ? ok(project)
    : refuse(notFound('project'));
}

/** A page of the projects this caller may read. */
export async function listProjects(
  tables: ProjectTables,
  caller: Caller,
  page: PageRequest<ProjectOrderKey>,
  filter: Pick<ProjectFilter, 'query'> = {},
): Promise<Result<Page<Project>>> {
  const { actor } = caller;
  if (actor.kind !== 'user') return refuse({ kind: 'unauthenticated' });
  if (mayReadProject(actor, globalProjectId)) return ok(await tables.projects.list(page, filter));
  const places = [...actor.permissions.keys()] as ProjectId[];
  const among = places.filter((place) => mayReadProject(actor, place));
  return ok(await tables.projects.list(page, { ...filter, among }));
}

/** Projects by their ids, Global always among them; one that is gone is absent. */
export async function readProjects(
  { projects }: ProjectTables,
  ids: readonly ProjectId[],
): Promise<ReadonlyMap<ProjectId, Project>> {
  const found = new Map<ProjectId, Project>([[globalProjectId, globalProject]]);
  for (const id of new Set(ids)) {
    const project = found.get(id) ?? (await projects.find(id));
    if (project !== undefined) found.set(id, project);
  }
  return found;
}
