import type { Project as ProjectJson, ProjectReference } from '@countersign/api';
import { globalProjectId, type Project } from '@countersign/core';

export function presentProject(project: Project): ProjectJson {
  return {
    type: 'project',
    id: project.id,
    key: project.key,
    name: project.name,
    description: project.description ?? null,
    global: project.id === globalProjectId,
    creationTime: project.createdAt,
    aliases: [],
  };
}

/** A project as another entity names it. One whose row is gone or forged keeps its id and nothing else. */
export function presentProjectReference(id: string, project: Project | undefined): ProjectReference {
  return { type: 'project', id, key: project?.key ?? '', name: project?.name ?? '' };
}
