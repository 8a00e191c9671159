import type { GroupImpact, RoleImpact, ServiceImpact, UserImpact } from '@countersign/api';
import type { RequestOptions, Transport } from './transport.ts';

/** What would end or stop working with something: to be read before it does. */
export interface Impact {
  ofUser(userId: string, options?: RequestOptions): Promise<UserImpact>;
  ofGroup(groupId: string, options?: RequestOptions): Promise<GroupImpact>;
  ofRole(roleIdOrKey: string, options?: RequestOptions): Promise<RoleImpact>;
  ofService(serviceIdOrKey: string, options?: RequestOptions): Promise<ServiceImpact>;
}

export function impactOver(request: Transport): Impact {
  const of =
    <Answer>(resource: string) =>
    (id: string, { signal }: RequestOptions = {}): Promise<Answer> =>
      request({ method: 'GET', path: [resource, id, 'impact'], signal });
  return {
    ofUser: of('users'),
    ofGroup: of('usergroups'),
    ofRole: of('roles'),
    ofService: of('services'),
  };
}
