import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { GroupMembers } from '../../features/groups/group-members.tsx';
import { pages } from '../../lib/paths.ts';
import { GroupPage } from './group-page.tsx';

export function GroupMembersPage() {
  const { groupId } = useParams({ from: pages.groupMembers });
  const search = useSearch({ from: pages.groupMembers });
  const navigate = useNavigate({ from: pages.groupMembers });
  return (
    <GroupPage groupId={groupId}>
      {(group) => (
        <GroupMembers
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
