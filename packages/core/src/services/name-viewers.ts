import type { AccessTables } from '../access/access-store.ts';
import type { Caller } from '../access/actor.ts';
import { authorizeReadGroup } from '../access/authorize.ts';
import type { Group } from '../identity/group.ts';
import type { GroupTables } from '../identity/identity-store.ts';
import type { GroupId } from '../kernel/id.ts';
import type { Service } from './service.ts';

/**
 * The groups that services are open to, as far as the caller may know of them: those they are in, and those they
 * may read. Others keep their ids and nothing else, so that a service does not tell who is organised how.
 */
export async function nameViewers(
  tables: GroupTables & AccessTables,
  { actor }: Caller,
  services: readonly Service[],
): Promise<ReadonlyMap<GroupId, Group>> {
  const own = new Set(actor.kind === 'user' ? await tables.access.listGroupsOf(actor.userId) : []);
  const named = new Map<GroupId, Group>();
  for (const id of new Set(services.flatMap(({ viewers }) => viewers))) {
    const mayKnow = own.has(id) || authorizeReadGroup(actor, id).ok;
    const group = mayKnow ? await tables.groups.find(id) : undefined;
    if (group !== undefined) named.set(id, group);
  }
  return named;
}
