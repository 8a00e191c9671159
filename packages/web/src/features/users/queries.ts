/** What the pages of users read and write, all through the SDK. */
import type { User, UserUpdate } from '@countersign/sdk';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../../lib/api.ts';
import { forget, unlessGone } from '../../lib/gone.ts';
import { type ListData, useListData } from '../../lib/list/list-data.ts';
import type { ListShape, ListView } from '../../lib/list/list-view.ts';
import { type OneByOne, useOneByOne } from '../../lib/list/one-by-one.ts';

export type UserSortKey = 'name' | 'login';

export const usersShape: ListShape<UserSortKey> = {
  sortable: { name: 'asc', login: 'asc' },
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

/** What an account was called that was deleted; `null` where none was, or only the log's readers may know. */
export const deletedUserQuery = (userId: string) =>
  queryOptions({
    queryKey: ['events', 'user-deleted', userId],
    queryFn: async ({ signal }) => {
      const query = `act: user.deleted target: {${userId}}`;
      const { events } = await client.events.list({ top: 1, query, signal });
      return events[0]?.targetPresentation ?? null;
    },
  });

/** Reads anew whatever shows users, their groups, roles and tokens. */
export function useRefreshUsers(): () => Promise<void> {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: ['users'] });
}

/** One change of one user. */
export function useChangeUser(userId: string) {
  const refresh = useRefreshUsers();
  return useMutation({
    mutationFn: (change: UserUpdate) => client.users.update(userId, change),
    onSettled: refresh,
  });
}

export function useBanUsers(how: { reason: string; successor: string | undefined }): OneByOne<User> {
  const { reason, successor } = how;
  return useOneByOne(
    ({ id }) =>
      client.users.update(id, {
        banned: true,
        ...(reason.trim() !== '' && { banReason: reason.trim() }),
        ...(successor !== undefined && { successor: { id: successor } }),
      }),
    useRefreshUsers(),
  );
}

export function useUnbanUsers(): OneByOne<User> {
  return useOneByOne(({ id }) => client.users.update(id, { banned: false }), useRefreshUsers());
}

export function useDeleteUsers(successor: string | undefined): OneByOne<User> {
  const cache = useQueryClient();
  return useOneByOne(async ({ id }) => {
    await unlessGone(client.users.delete(id, successor === undefined ? {} : { successor }));
    await forget(cache, ['users', id]);
  }, useRefreshUsers());
}
