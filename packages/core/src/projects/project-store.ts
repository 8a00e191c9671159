import type { ProjectId } from '../kernel/id.ts';
import type { Page, PageRequest } from '../kernel/page.ts';
import type { Query } from '../query/query.ts';
import type { Project } from './project.ts';
import type { ProjectAttributes } from './project-attributes.ts';

export type ProjectOrderKey = 'name' | 'key' | 'creationTime';

/** Projects; the Global one is not among them. */
export interface ProjectStore {
  find(id: ProjectId): Promise<Project | undefined>;
  findByKeyForm(keyForm: string): Promise<Project | undefined>;
  findByNameForm(nameForm: string): Promise<Project | undefined>;
  list(page: PageRequest<ProjectOrderKey>, filter?: ProjectFilter): Promise<Page<Project>>;
  insert(project: Project): Promise<void>;
  update(project: Project): Promise<void>;
  delete(id: ProjectId): Promise<void>;
}

export interface ProjectFilter {
  readonly query?: Query<ProjectAttributes> | undefined;
  /** Only these: what a caller sees who may not see all. */
  readonly among?: readonly ProjectId[] | undefined;
}

export interface ProjectTables {
  readonly projects: ProjectStore;
}
