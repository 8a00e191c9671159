import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { PermanentTokensSection } from '../../features/permanent-tokens/section.tsx';
import { pages } from '../../lib/paths.ts';
import { meQuery } from '../../lib/queries.ts';
import { UserPage } from './user-page.tsx';

/** Account Security of somebody else: the same sections, and the same acts on their behalf. */
export function UserSecurityPage() {
  const { userId } = useParams({ from: pages.userSecurity });
  const search = useSearch({ from: pages.userSecurity });
  const navigate = useNavigate({ from: pages.userSecurity });
  const { data: me } = useQuery(meQuery);
  if (me === undefined) return null;
  return (
    <UserPage userId={userId}>
      {(user) => (
        <PermanentTokensSection
          key={user.id}
          owner={user.id === me.id ? 'me' : user}
          myId={me.id}
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
    </UserPage>
  );
}
