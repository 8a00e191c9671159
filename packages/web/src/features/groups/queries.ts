/** What the pages of groups read, all through the SDK. */
import type { User, UserGroup } from '@countersign/sdk';
import { queryOptions, skipToken } from '@tanstack/react-query';
import { client } from '../../lib/api.ts';
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

export const groupQuery = (groupId: string) =>
  queryOptions({
    queryKey: ['usergroups', groupId],
    queryFn: ({ signal }) => client.groups.get(groupId, { signal }),
  });

/** Whom it would limit if the group required two-factor authentication; read to decide by. */
export const twoFactorImpactQuery = (groupId: string, asked: boolean) =>
  queryOptions({
    queryKey: ['usergroups', groupId, 'impact', 'two-factor'],
    queryFn: asked ? ({ signal }) => client.impact.ofTwoFactorRequirement(groupId, { signal }) : skipToken,
    staleTime: 0,
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
