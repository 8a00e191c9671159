import { useNavigate, useSearch } from '@tanstack/react-router';
import { GroupsList } from '../../features/groups/groups-list.tsx';
import { t } from '../../lib/messages.ts';
import { PageHead } from '../../lib/page/page-head.tsx';
import { pages } from '../../lib/paths.ts';

/** Administration, Access Management, Groups. */
export function GroupsPage() {
  const search = useSearch({ from: pages.groups });
  const navigate = useNavigate({ from: pages.groups });
  return (
    <>
      <PageHead title={t.groups.title} lead={t.groups.lead} />
      <GroupsList
        search={search}
        onSearch={(change) =>
          void navigate({ search: (before) => ({ ...before, ...change }), resetScroll: false, replace: true })
        }
      />
    </>
  );
}
