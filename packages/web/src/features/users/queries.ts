/** What the pages of users read, all through the SDK. */
import type { User } from '@countersign/sdk';
import { queryOptions } from '@tanstack/react-query';
import { client } from '../../lib/api.ts';
import { type ListData, useListData } from '../../lib/list/list-data.ts';
import type { ListShape, ListView } from '../../lib/list/list-view.ts';

export type UserSortKey = 'name' | 'login' | 'creationTime';

export const usersShape: ListShape<UserSortKey> = {
  sortable: { name: 'asc', login: 'asc', creationTime: 'desc' },
  sortedBy: 'name',
};

export function useUsers(view: ListView<UserSortKey>): ListData<User> {
  return useListData(['users', 'list'], view, async (range) => {
    const { users, total } = await client.users.list(range);
    return { rows: users, total };
  });
}

export const userQuery = (userId: string) =>
  queryOptions({
    queryKey: ['users', userId],
    queryFn: ({ signal }) => client.users.get(userId, { signal }),
  });
