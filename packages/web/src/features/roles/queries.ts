/** What the pages of roles read, all through the SDK. */
import type { Permission, Role } from '@countersign/sdk';
import { queryOptions } from '@tanstack/react-query';
import { client } from '../../lib/api.ts';
import { type ListData, useListData } from '../../lib/list/list-data.ts';
import type { ListShape, ListView } from '../../lib/list/list-view.ts';

export type RoleSortKey = 'name' | 'key';

export const rolesShape: ListShape<RoleSortKey> = {
  sortable: { name: 'asc', key: 'asc' },
  sortedBy: 'name',
};

export function useRoles(view: ListView<RoleSortKey>): ListData<Role> {
  return useListData(['roles', 'list'], view, async (range) => {
    const { roles, total } = await client.roles.list(range);
    return { rows: roles, total };
  });
}

export const roleQuery = (roleId: string) =>
  queryOptions({
    queryKey: ['roles', roleId],
    queryFn: ({ signal }) => client.roles.get(roleId, { signal }),
  });

/** Every permission that any service declares. */
export const permissionsQuery = queryOptions({
  queryKey: ['permissions'],
  queryFn: async ({ signal }): Promise<readonly Permission[]> => {
    const { permissions } = await client.permissions.list({ top: 'all', orderBy: 'name:asc', signal });
    return permissions;
  },
});
