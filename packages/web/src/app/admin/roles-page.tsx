import { useNavigate, useSearch } from '@tanstack/react-router';
import { RolesList } from '../../features/roles/roles-list.tsx';
import { t } from '../../lib/messages.ts';
import { PageHead } from '../../lib/page/page-head.tsx';
import { pages } from '../../lib/paths.ts';

/** Administration, Access Management, Roles. */
export function RolesPage() {
  const search = useSearch({ from: pages.roles });
  const navigate = useNavigate({ from: pages.roles });
  return (
    <>
      <PageHead title={t.roles.title} lead={t.roles.lead} />
      <RolesList
        search={search}
        onSearch={(change) =>
          void navigate({ search: (before) => ({ ...before, ...change }), resetScroll: false, replace: true })
        }
      />
    </>
  );
}
