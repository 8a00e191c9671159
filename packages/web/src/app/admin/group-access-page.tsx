import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { GroupAccess } from '../../features/groups/group-access.tsx';
import { pages } from '../../lib/paths.ts';
import { GroupPage } from './group-page.tsx';

export function GroupAccessPage() {
  const { groupId } = useParams({ from: pages.groupAccess });
  const search = useSearch({ from: pages.groupAccess });
  const navigate = useNavigate({ from: pages.groupAccess });
  return (
    <GroupPage groupId={groupId}>
      {(group) => (
        <GroupAccess
          key={group.id}
          group={group}
          search={search}
          onSearch={(change) =>
            void navigate({
              search: (before) => ({ ...before, ...change }),
              resetScroll: false,
              replace: true,
            })
          }
        />
      )}
    </GroupPage>
  );
}
