import type { Actor, Caller } from '../access/actor.ts';
import {
  authorizeCreateProject,
  authorizeDeleteProject,
  authorizeUpdateProject,
} from '../access/authorize.ts';
import { changedFields } from '../audit/changed-fields.ts';
import { everybodysAccess, type Transactor } from '../audit/transaction.ts';
import { type ActorTables, changeAs } from '../identity/change-as.ts';
import { changeFreshAs } from '../identity/change-fresh-as.ts';
import { globalProjectId, newId, type ProjectId } from '../kernel/id.ts';
import type { Clock } from '../kernel/instant.ts';
import { nameForm } from '../kernel/name-form.ts';
import type { Random } from '../kernel/random.ts';
import { allowed, ok, refuse } from '../kernel/result.ts';
import { brokenDescriptionRule } from '../kernel/text-rule.ts';
import { malformed, notFound, type Refusal, type Result } from '../refusal.ts';
import {
  brokenProjectKeyRule,
  brokenProjectNameRule,
  globalProject,
  type Project,
  projectKeyForm,
} from './project.ts';
import type { ProjectTables } from './project-store.ts';

export interface ProjectPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly store: Transactor<ActorTables & ProjectTables>;
}

export interface ProjectFields {
  readonly key: string;
  readonly name: string;
  readonly description: string | undefined;
}

/** What may be changed about a project; what is absent stays. */
export interface ProjectChange {
  readonly key?: string | undefined;
  readonly name?: string | undefined;
  /** An empty text clears it. */
  readonly description?: string | undefined;
}

/** Makes a project: a place where nobody holds anything yet beyond what they hold everywhere. */
export function createProject(
  ports: ProjectPorts,
  caller: Caller,
  input: ProjectFields,
): Promise<Result<Project>> {
  const project: Project = {
    id: newId(ports.random),
    ...withForms(input),
    createdAt: ports.clock.now(),
  };
  return changeAs(ports, caller, async (tables, actor) => {
    const may = authorizeCreateProject(actor);
    if (!may.ok) return may;
    const fit = await checkProject(tables, project);
    if (!fit.ok) return fit;
    await tables.projects.insert(project);
    return ok({
      value: project,
      events: [{ kind: 'project.created', at: project.createdAt, caller, target: projectTarget(project) }],
      touched: [{ kind: 'project', id: project.id }],
    });
  });
}

/** Changes a project; what is absent stays. Its identifier never changes, and so neither do the rights in it. */
export function updateProject(
  ports: ProjectPorts,
  caller: Caller,
  id: ProjectId,
  change: ProjectChange,
): Promise<Result<Project>> {
  const at = ports.clock.now();
  return changeAs(ports, caller, async (tables, actor) => {
    const may = checkUpdateProject(actor, id);
    if (!may.ok) return may;
    const project = await tables.projects.find(id);
    if (project === undefined) return refuse(notFound('project'));
    const { key = project.key, name = project.name, description = project.description } = change;
    const changed: Project = {
      ...project,
      ...withForms({ key, name, description: description === '' ? undefined : description }),
    };
    const fit = await checkProject(tables, changed);
    if (!fit.ok) return fit;
    await tables.projects.update(changed);
    return ok({
      value: changed,
      events: [
        {
          kind: 'project.updated',
          at,
          caller,
          target: projectTarget(project),
          changes: changedFields(project, changed, { key: true, name: true, description: true }),
        },
      ],
      touched: [{ kind: 'project', id }],
    });
  });
}

/** Deletes a project and every role given in it. What tokens were narrowed to there leads nowhere from now on. */
export function deleteProject(ports: ProjectPorts, caller: Caller, id: ProjectId): Promise<Result<void>> {
  const at = ports.clock.now();
  return changeFreshAs(ports, caller, 'delete a project', async (tables, actor) => {
    const may = checkDeleteProject(actor, id);
    if (!may.ok) return may;
    const project = await tables.projects.find(id);
    if (project === undefined) return refuse(notFound('project'));
    const rolesEnded = await tables.access.deleteAssignmentsIn(id);
    await tables.projects.delete(id);
    return ok({
      value: undefined,
      events: [
        { kind: 'project.deleted', at, caller, target: projectTarget(project), details: { rolesEnded } },
      ],
      touched: [{ kind: 'project', id }, everybodysAccess],
    });
  });
}

/** Who may change which project, as far as it is known beforehand. */
export function checkUpdateProject(actor: Actor, id: ProjectId): Result<void> {
  const may = authorizeUpdateProject(actor, id);
  return may.ok && id === globalProjectId ? refuse(globalIsFixed) : may;
}

/** Who may delete which project, as far as it is known beforehand. */
export function checkDeleteProject(actor: Actor, id: ProjectId): Result<void> {
  const may = authorizeDeleteProject(actor, id);
  return may.ok && id === globalProjectId ? refuse(globalIsFixed) : may;
}

const globalIsFixed: Refusal = {
  kind: 'conflict',
  rule: 'Global is no project of its own: it covers every project, and nobody changes it',
};

function withForms(fields: ProjectFields) {
  return { ...fields, keyForm: projectKeyForm(fields.key), nameForm: nameForm(fields.name) };
}

async function checkProject(tables: ProjectTables, project: Project): Promise<Result<void>> {
  const key = brokenProjectKeyRule(project.key);
  if (key !== undefined) return refuse(malformed('key', key));
  const name = brokenProjectNameRule(project.name);
  if (name !== undefined) return refuse(malformed('name', name));
  const { description } = project;
  const broken = description === undefined ? undefined : brokenDescriptionRule(description);
  if (broken !== undefined) return refuse(malformed('description', broken));
  const isOther = (found: Project | undefined) => found !== undefined && found.id !== project.id;
  if (
    project.keyForm === globalProject.keyForm ||
    isOther(await tables.projects.findByKeyForm(project.keyForm))
  )
    return refuse({ kind: 'already-exists', field: 'key', rule: 'is taken by another project' });
  if (
    project.nameForm === globalProject.nameForm ||
    isOther(await tables.projects.findByNameForm(project.nameForm))
  )
    return refuse({ kind: 'already-exists', field: 'name', rule: 'is taken by another project' });
  return allowed;
}

function projectTarget(project: Project) {
  return { kind: 'project', id: project.id, name: project.name } as const;
}
