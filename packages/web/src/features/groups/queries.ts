/** What the pages of groups read, all through the SDK. */
import type { User, UserGroup } from '@countersign/sdk';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from '../../lib/api.ts';
import { givenRolesQuery } from '../../lib/give-role/given-to.ts';
import { type ListData, useListData } from '../../lib/list/list-data.ts';
import type { ListShape, ListView } from '../../lib/list/list-view.ts';

export type GroupSortKey = 'name' | 'creationTime';

export const groupsShape: ListShape<GroupSortKey> = {
  sortable: { name: 'asc', creationTime: 'desc' },
  sortedBy: 'name',
};

export function useGroups(view: ListView<GroupSortKey>): ListData<UserGroup> {
  return useListData(['usergroups', 'list'], view, async (range) => {
    const { usergroups, total } = await client.groups.list(range);
    return { rows: usergroups, total };
  });
}

/** Completes what is typed into the search of groups. */
export const suggestGroups = (query: string, caret: number, signal: AbortSignal) =>
  client.groups.queryAssist(query, caret, { signal });

export const groupQuery = (groupId: string) =>
  queryOptions({
    queryKey: ['usergroups', groupId],
    queryFn: ({ signal }) => client.groups.get(groupId, { signal }),
  });

export type MemberSortKey = 'name' | 'login';

export const membersShape: ListShape<MemberSortKey> = {
  sortable: { name: 'asc', login: 'asc' },
  sortedBy: 'name',
};

/** Who joined the group; with `below`, also the members of the groups below it. */
export function useMembers(groupId: string, below: boolean, view: ListView<MemberSortKey>): ListData<User> {
  const read = below ? client.groups.users : client.groups.ownUsers;
  return useListData(['usergroups', groupId, 'members', below], view, async (range) => {
    const { users, total } = await read(groupId, range);
    return { rows: users, total };
  });
}

export interface GroupImpact {
  /** Who joined it; those who are in a group below stay there. */
  readonly members: number;
  /** Roles that were given to it; undefined to who may not know. */
  readonly roles: number | undefined;
}

/** What ends with a group, counted when somebody asks to delete it. */
export function useGroupImpact(groupId: string, asked: boolean): GroupImpact | undefined {
  const counting = { top: 1 };
  const { data } = useQuery({
    queryKey: ['usergroups', groupId, 'impact'],
    enabled: asked,
    staleTime: 0,
    queryFn: async ({ signal }) => {
      const query = givenRolesQuery({ kind: 'group', id: groupId });
      const [members, roles] = await Promise.all([
        client.groups.ownUsers(groupId, { ...counting, signal }),
        client.projectRoles.list({ ...counting, query, signal }).catch(() => undefined),
      ]);
      return { members: members.total, roles: roles?.total };
    },
  });
  return data;
}
