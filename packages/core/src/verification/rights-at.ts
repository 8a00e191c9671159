import type { PermissionCatalog } from '../access/permission.ts';
import { keep } from '../access/permission-set.ts';
import { type Reach, reachOf } from '../access/reach.ts';
import type { ServiceId } from '../kernel/id.ts';
import type { ActiveVerdict } from './verdict.ts';

/** What a token may do at one service: of its rights, those that this service declares. */
export function rightsAt(
  { permissions }: ActiveVerdict,
  service: ServiceId,
  catalog: PermissionCatalog,
): readonly Reach[] {
  return reachOf(
    keep(permissions, (permission) => catalog.get(permission)?.serviceId === service),
    catalog,
  );
}
