/** What the pages of projects read, all through the SDK. */
import type { Project } from '@countersign/sdk';
import { queryOptions, skipToken, useQuery } from '@tanstack/react-query';
import { client } from '../../lib/api.ts';
import { givenRolesQuery } from '../../lib/give-role/given-to.ts';
import { type ListData, useListData } from '../../lib/list/list-data.ts';
import type { ListShape, ListView } from '../../lib/list/list-view.ts';

export type ProjectSortKey = 'name' | 'key';

export const projectsShape: ListShape<ProjectSortKey> = {
  sortable: { name: 'asc', key: 'asc' },
  sortedBy: 'name',
};

export function useProjects(view: ListView<ProjectSortKey>): ListData<Project> {
  return useListData(['projects', 'list'], view, async (range) => {
    const { projects, total } = await client.projects.list(range);
    return { rows: projects, total };
  });
}

export const projectQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['projects', projectId],
    queryFn: ({ signal }) => client.projects.get(projectId, { signal }),
  });

/** How many roles were given in a project, counted when somebody asks to delete it. */
export function useGivenCount(projectId: string, asked: boolean): number | undefined {
  const query = givenRolesQuery({ kind: 'project', id: projectId });
  const { data } = useQuery({
    queryKey: ['projects', projectId, 'impact'],
    queryFn: asked
      ? async ({ signal }) => (await client.projectRoles.list({ top: 1, query, signal })).total
      : skipToken,
    staleTime: 0,
  });
  return data;
}
