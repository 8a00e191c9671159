import { useNavigate, useSearch } from '@tanstack/react-router';
import { UsersList } from '../../features/users/users-list.tsx';
import { t } from '../../lib/messages.ts';
import { PageHead } from '../../lib/page/page-head.tsx';
import { pages } from '../../lib/paths.ts';

/** Administration, Access Management, Users. */
export function UsersPage() {
  const search = useSearch({ from: pages.users });
  const navigate = useNavigate({ from: pages.users });
  return (
    <>
      <PageHead title={t.users.title} lead={t.users.lead} />
      <UsersList
        search={search}
        onSearch={(change) =>
          void navigate({ search: (before) => ({ ...before, ...change }), resetScroll: false, replace: true })
        }
      />
    </>
  );
}
