import type { ProjectReference } from '@countersign/api';
import type { Project } from '@countersign/core';

/** A project as another entity names it. One whose row is gone or forged keeps its id and nothing else. */
export function presentProjectReference(id: string, project: Project | undefined): ProjectReference {
  return { type: 'project', id, key: project?.key ?? '', name: project?.name ?? '' };
}
