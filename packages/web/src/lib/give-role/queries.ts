/** Roles that were given: reading, giving and taking away, all through the SDK. */
import type { ProjectRole } from '@countersign/sdk';
import { useQueryClient } from '@tanstack/react-query';
import { client } from '../api.ts';
import { type ListData, useListData } from '../list/list-data.ts';
import type { ListShape, ListView } from '../list/list-view.ts';
import { type Fixed, givenRolesKey, givenRolesQuery } from './given-to.ts';

export type GivenRoleSortKey = 'id';

/** They have no order that means anything to a reader. */
export const givenRolesShape: ListShape<GivenRoleSortKey> = { sortable: { id: 'asc' }, sortedBy: 'id' };

export function useGivenRoles(fixed: Fixed, view: ListView<GivenRoleSortKey>): ListData<ProjectRole> {
  const query = givenRolesQuery(fixed);
  return useListData(givenRolesKey(fixed), view, async (range) => {
    const { projectroles, total } = await client.projectRoles.list({ ...range, query });
    return { rows: projectroles, total };
  });
}

/** Who may do what can show anywhere: in lists, in counts, in what is offered. Everything in sight is read anew. */
export function useRefreshAccess(): () => Promise<void> {
  const cache = useQueryClient();
  return () => cache.invalidateQueries();
}
