import type { PermissionCatalog } from '../access/permission.ts';
import { fromPairs, type PermissionSet } from '../access/permission-set.ts';
import { globalProjectId, type ServiceId } from '../kernel/id.ts';

/** All that the services of an audience declare now, wherever it holds: what a user who agrees now agrees to. */
export function declaredBy(catalog: PermissionCatalog, audience: readonly ServiceId[]): PermissionSet {
  const offered = [...catalog.values()].filter(({ serviceId }) => audience.includes(serviceId));
  return fromPairs(offered.map(({ key }) => [key, globalProjectId]));
}
