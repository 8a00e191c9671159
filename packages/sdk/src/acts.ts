import type { Act } from '@countersign/api';
import type { RequestOptions, Transport } from './transport.ts';

/** What the caller may do, and if not, why: the answers are those that the acts themselves would get. */
export interface Acts {
  /** What is about no object yet: creating, reading the lists. */
  list(options?: RequestOptions): Promise<readonly Act[]>;
  ofUser(userId: string, options?: RequestOptions): Promise<readonly Act[]>;
  ofGroup(groupId: string, options?: RequestOptions): Promise<readonly Act[]>;
  ofRole(roleIdOrKey: string, options?: RequestOptions): Promise<readonly Act[]>;
  ofProject(projectIdOrKey: string, options?: RequestOptions): Promise<readonly Act[]>;
  ofService(serviceIdOrKey: string, options?: RequestOptions): Promise<readonly Act[]>;
}

export function actsOver(request: Transport): Acts {
  const of =
    (resource: string): Acts['ofUser'] =>
    (id, { signal } = {}) =>
      request({ method: 'GET', path: [resource, id, 'acts'], signal });
  return {
    list: ({ signal } = {}) => request({ method: 'GET', path: ['acts'], signal }),
    ofUser: of('users'),
    ofGroup: of('usergroups'),
    ofRole: of('roles'),
    ofProject: of('projects'),
    ofService: of('services'),
  };
}
