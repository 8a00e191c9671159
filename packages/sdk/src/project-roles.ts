import type {
  ProjectRole,
  ProjectRolesPage,
  QueryAssistance,
  SourcedProjectRolesPage,
  TransitiveProjectRolesPage,
} from '@countersign/api';
import { type ListOptions, listQuery } from './list.ts';
import type { RequestOptions, Transport } from './transport.ts';

/** Which role, and where: each by id or key; `0` is Global. */
export interface GivenRole {
  readonly role: string;
  readonly project: string;
}

/** Roles that were given to users and groups, everywhere or in a project. */
export interface ProjectRoles {
  /** Those in Global and in the projects that the caller may read. */
  list(options?: ListOptions): Promise<ProjectRolesPage>;
  get(projectRoleId: string, options?: RequestOptions): Promise<ProjectRole>;
  /** Takes a role back. */
  delete(projectRoleId: string, options?: RequestOptions): Promise<void>;
  listOfUser(userId: string, options?: ListOptions): Promise<ProjectRolesPage>;
  listOfGroup(groupId: string, options?: ListOptions): Promise<ProjectRolesPage>;
  /** All that a user holds, by name and by groups. */
  listTransitiveOfUser(userId: string, options?: ListOptions): Promise<TransitiveProjectRolesPage>;
  /** The same, each role in each place once, with where it comes from. */
  listSourcedOfUser(userId: string, options?: ListOptions): Promise<SourcedProjectRolesPage>;
  giveToUser(userId: string, given: GivenRole, options?: RequestOptions): Promise<ProjectRole>;
  giveToGroup(groupId: string, given: GivenRole, options?: RequestOptions): Promise<ProjectRole>;
  /** Completes a query of the list while somebody types it. */
  queryAssist(query: string, caret: number, options?: RequestOptions): Promise<QueryAssistance>;
}

export function projectRolesOver(request: Transport): ProjectRoles {
  const listAt =
    <Answer>(resource: string, collection: string) =>
    (id: string, options: ListOptions = {}): Promise<Answer> =>
      request({
        method: 'GET',
        path: [resource, id, collection],
        query: listQuery(options),
        signal: options.signal,
      });
  const giveAt =
    (resource: string): ProjectRoles['giveToUser'] =>
    (id, { role, project }, { signal } = {}) =>
      request({
        method: 'POST',
        path: [resource, id, 'projectroles'],
        body: { role: { id: role }, project: { id: project } },
        signal,
      });
  return {
    list: (options = {}) =>
      request({ method: 'GET', path: ['projectroles'], query: listQuery(options), signal: options.signal }),
    get: (id, { signal } = {}) => request({ method: 'GET', path: ['projectroles', id], signal }),
    delete: (id, { signal } = {}) => request({ method: 'DELETE', path: ['projectroles', id], signal }),
    listOfUser: listAt('users', 'projectroles'),
    listOfGroup: listAt('usergroups', 'projectroles'),
    listTransitiveOfUser: listAt('users', 'transitiveprojectroles'),
    listSourcedOfUser: listAt('users', 'sourcedprojectroles'),
    giveToUser: giveAt('users'),
    giveToGroup: giveAt('usergroups'),
    queryAssist: (query, caret, { signal } = {}) =>
      request({ method: 'GET', path: ['projectroles', 'queryAssist'], query: { query, caret }, signal }),
  };
}
