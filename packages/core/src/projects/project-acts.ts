import { type Act, previewAct } from '../access/act.ts';
import type { Caller } from '../access/actor.ts';
import { authorizeAssignRole } from '../access/authorize.ts';
import { noPermissions } from '../access/permission-set.ts';
import { globalPlace } from '../access/role.ts';
import { globalProjectId } from '../kernel/id.ts';
import { ok } from '../kernel/result.ts';
import type { Result } from '../refusal.ts';
import { checkDeleteProject, checkUpdateProject } from './change-project.ts';
import { findProject } from './find-project.ts';
import type { ProjectTables } from './project-store.ts';

export type ProjectActName = 'update' | 'delete' | 'assignRole';

/** What the caller may do with a project. Which role may be given there is another question. */
export async function previewProjectActs(
  tables: ProjectTables,
  caller: Caller,
  idOrKey: string,
): Promise<Result<readonly Act<ProjectActName>[]>> {
  const { actor } = caller;
  const project = await findProject(tables, caller, idOrKey);
  if (!project.ok) return project;
  const { id } = project.value;
  const place = id === globalProjectId ? globalPlace : ({ kind: 'project', id } as const);
  return ok([
    previewAct('update', checkUpdateProject(actor, id)),
    previewAct('delete', checkDeleteProject(actor, id)),
    previewAct('assignRole', authorizeAssignRole(actor, place, noPermissions)),
  ]);
}
