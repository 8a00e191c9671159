import type { GroupImpact, RoleImpact, ServiceImpact, TwoFactorImpact, UserImpact } from '@countersign/api';
import type { RequestOptions, Transport } from './transport.ts';

/** What would end or stop working with something: to be read before it does. */
export interface Impact {
  ofUser(userId: string, options?: RequestOptions): Promise<UserImpact>;
  ofGroup(groupId: string, options?: RequestOptions): Promise<GroupImpact>;
  /** Whom it would limit if the group required two-factor authentication. */
  ofTwoFactorRequirement(groupId: string, options?: RequestOptions): Promise<TwoFactorImpact>;
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
    ofTwoFactorRequirement: (groupId, { signal } = {}) =>
      request({
        method: 'GET',
        path: ['usergroups', groupId, 'impact', 'twoFactorAuthentication'],
        signal,
      }),
    ofRole: of('roles'),
    ofService: of('services'),
  };
}
