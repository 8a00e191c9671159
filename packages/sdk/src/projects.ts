import type { Project, ProjectCreate, ProjectsPage, ProjectUpdate, QueryAssistance } from '@countersign/api';
import { type ListOptions, listQuery } from './list.ts';
import type { RequestOptions, Transport } from './transport.ts';

/** The places where roles are given; each is named by its id or its key, and `0` is Global. */
export interface Projects {
  /** The projects that the caller may read; Global is not among them. */
  list(options?: ListOptions): Promise<ProjectsPage>;
  get(projectIdOrKey: string, options?: RequestOptions): Promise<Project>;
  create(project: ProjectCreate, options?: RequestOptions): Promise<Project>;
  update(projectIdOrKey: string, change: ProjectUpdate, options?: RequestOptions): Promise<Project>;
  /** Deletes a project with every role given in it. */
  delete(projectIdOrKey: string, options?: RequestOptions): Promise<void>;
  /** Completes a query of the list while somebody types it. */
  queryAssist(query: string, caret: number, options?: RequestOptions): Promise<QueryAssistance>;
}

export function projectsOver(request: Transport): Projects {
  return {
    list: (options = {}) =>
      request({ method: 'GET', path: ['projects'], query: listQuery(options), signal: options.signal }),
    get: (project, { signal } = {}) => request({ method: 'GET', path: ['projects', project], signal }),
    create: (body, { signal } = {}) => request({ method: 'POST', path: ['projects'], body, signal }),
    update: (project, body, { signal } = {}) =>
      request({ method: 'POST', path: ['projects', project], body, signal }),
    delete: (project, { signal } = {}) => request({ method: 'DELETE', path: ['projects', project], signal }),
    queryAssist: (query, caret, { signal } = {}) =>
      request({ method: 'GET', path: ['projects', 'queryAssist'], query: { query, caret }, signal }),
  };
}
