import { useNavigate, useParams } from '@tanstack/react-router';
import { GroupGeneral } from '../../features/groups/group-general.tsx';
import { pages } from '../../lib/paths.ts';
import { GroupPage } from './group-page.tsx';

export function GroupGeneralPage() {
  const { groupId } = useParams({ from: pages.groupGeneral });
  const navigate = useNavigate();
  return (
    <GroupPage groupId={groupId}>
      {(group) => (
        <GroupGeneral key={group.id} group={group} onDeleted={() => navigate({ to: pages.groups })} />
      )}
    </GroupPage>
  );
}
