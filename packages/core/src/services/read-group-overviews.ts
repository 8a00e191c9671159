import type { AccessTables } from '../access/access-store.ts';
import type { Actor } from '../access/actor.ts';
import { authorizeReadGroup, mayReadService, seesAllGroups } from '../access/authorize.ts';
import { groupManager } from '../access/role.ts';
import type { Group } from '../identity/group.ts';
import { ancestorsIn } from '../identity/group-tree.ts';
import type { GroupTables } from '../identity/identity-store.ts';
import type { GroupId } from '../kernel/id.ts';
import type { Service } from './service.ts';
import type { ServiceTables } from './service-store.ts';

/** What can be shown beside a group and costs a question of its own. */
export const groupOverviewParts = ['above', 'subgroups', 'userCount', 'managers', 'services'] as const;

export type GroupOverviewPart = (typeof groupOverviewParts)[number];

/** What stands beside a group as one actor may see it; what was not asked for is absent. */
export interface GroupOverview {
  /** The group directly above, if the actor is in it or may read it. */
  readonly parent?: Group | undefined;
  /** Whether a group above demands a second factor. */
  readonly isTwoFactorInherited?: boolean | undefined;
  /** The groups directly below that the actor may read. */
  readonly subgroups?: readonly Group[] | undefined;
  /** Absent, too, for who may not read the group's members. */
  readonly userCount?: number | undefined;
  /** The groups whose members keep this one's membership; for who may read its members. */
  readonly managers?: readonly Group[] | undefined;
  /** The services that are open to the group itself and that the actor sees. */
  readonly services?: readonly Service[] | undefined;
}

/** An authority has tens of services. */
const servicesMax = 1_000;

/** Reads what stands beside the groups of a page: for each part one question, however many groups there are. */
export async function readGroupOverviews(
  tables: GroupTables & AccessTables & ServiceTables,
  actor: Actor,
  groups: readonly Group[],
  wanted: ReadonlySet<GroupOverviewPart>,
): Promise<ReadonlyMap<GroupId, GroupOverview>> {
  const ids = groups.map(({ id }) => id);
  const readable = ids.filter((id) => authorizeReadGroup(actor, id).ok);
  const known = wanted.has('above') ? await tables.groups.findWithAncestors(ids) : undefined;
  const own = known && (await listOwn(tables, actor));
  const mayKnow = ({ id }: Group) => own?.includes(id) === true || authorizeReadGroup(actor, id).ok;
  const children = wanted.has('subgroups') ? await tables.groups.listChildrenOf(ids) : undefined;
  const counts = wanted.has('userCount') ? await tables.groups.countMembers(readable) : undefined;
  const managers = wanted.has('managers') ? await readManagers(tables, readable) : undefined;
  const services = wanted.has('services') ? await readServices(tables, actor) : undefined;
  return new Map(
    groups.map((group) => {
      const above = known && ancestorsIn(known, group).slice(1);
      const overview: GroupOverview = {
        parent: above?.slice(0, 1).find(mayKnow),
        isTwoFactorInherited: above?.some(({ requiresTwoFactor }) => requiresTwoFactor),
        subgroups: children?.filter(
          ({ id, parentId }) => parentId === group.id && authorizeReadGroup(actor, id).ok,
        ),
        userCount: counts?.get(group.id),
        managers: managers && (managers.get(group.id) ?? []),
        services: services?.filter(({ viewers }) => viewers.includes(group.id)),
      };
      return [group.id, overview];
    }),
  );
}

/** The groups that the actor is in; nobody asks of who sees all groups. */
async function listOwn({ access }: AccessTables, actor: Actor): Promise<readonly GroupId[]> {
  return actor.kind !== 'user' || seesAllGroups(actor) ? [] : access.listGroupsOf(actor.userId);
}

async function readManagers(
  tables: GroupTables & AccessTables,
  places: readonly GroupId[],
): Promise<ReadonlyMap<GroupId, readonly Group[]>> {
  const held = await tables.access.listHoldersIn(groupManager.id, places);
  const holders = held.flatMap(({ holder, place }) =>
    holder.kind === 'group' ? [{ manager: holder.id, group: place.id as GroupId }] : [],
  );
  const known = await tables.groups.findWithAncestors([...new Set(holders.map(({ manager }) => manager))]);
  const managers = new Map<GroupId, Group[]>(places.map((id) => [id, []]));
  for (const { manager, group } of holders) {
    const found = known.get(manager);
    if (found !== undefined) managers.get(group)?.push(found);
  }
  for (const found of managers.values()) found.sort((a, b) => (a.nameForm < b.nameForm ? -1 : 1));
  return managers;
}

async function readServices(tables: ServiceTables, actor: Actor): Promise<readonly Service[]> {
  const { items } = await tables.services.list(
    { skip: 0, top: servicesMax, orderBy: [{ key: 'name', descending: false }] },
    {},
  );
  return items.filter(({ id }) => mayReadService(actor, id));
}
