import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { roleQuery } from '../../features/roles/queries.ts';
import { RoleBadges } from '../../features/roles/role-badges.tsx';
import { RoleView } from '../../features/roles/role-view.tsx';
import { t } from '../../lib/messages.ts';
import { EntityPage } from '../../lib/page/entity-page.tsx';
import { pages } from '../../lib/paths.ts';

export function RolePage() {
  const { roleId } = useParams({ from: pages.role });
  const search = useSearch({ from: pages.role });
  const navigate = useNavigate({ from: pages.role });
  const role = useQuery(roleQuery(roleId));
  return (
    <EntityPage
      entity={role}
      what={t.roles.one}
      list={<Link to={pages.roles}>{t.roles.title}</Link>}
      titleOf={({ name }) => name}
      badgesOf={(one) => <RoleBadges role={one} />}
    >
      {(one) => (
        <RoleView
          key={one.id}
          role={one}
          search={search}
          onSearch={(change) =>
            void navigate({
              search: (before) => ({ ...before, ...change }),
              resetScroll: false,
              replace: true,
            })
          }
          onDeleted={() => navigate({ to: pages.roles })}
        />
      )}
    </EntityPage>
  );
}
