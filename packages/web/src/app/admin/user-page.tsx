import type { User } from '@countersign/sdk';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { userQuery } from '../../features/users/queries.ts';
import { t } from '../../lib/messages.ts';
import { EntityPage } from '../../lib/page/entity-page.tsx';
import { ManagingBand } from '../../lib/page/managing-band.tsx';
import { pages } from '../../lib/paths.ts';
import { meQuery } from '../../lib/queries.ts';
import { UserBadges } from '../../lib/user-badges.tsx';

export interface UserPageProps {
  readonly userId: string;
  readonly children: (user: User) => ReactNode;
}

/** What the tabs of one user have around them. Whoever looks at their own account is reminded of nothing. */
export function UserPage({ userId, children }: UserPageProps) {
  const user = useQuery(userQuery(userId));
  const { data: me } = useQuery(meQuery);
  const params = { userId };
  return (
    <EntityPage
      entity={user}
      what={t.users.one}
      list={<Link to={pages.users}>{t.users.title}</Link>}
      titleOf={({ name, login }) => name || login}
      badgesOf={(one) => <UserBadges user={one} />}
      bandOf={({ id, login }) => id !== me?.id && <ManagingBand login={login} />}
      tabs={{
        label: t.users.tabsLabel,
        links: (
          <Link className="tab" to={pages.userSecurity} params={params}>
            {t.users.tabs.security}
          </Link>
        ),
      }}
    >
      {children}
    </EntityPage>
  );
}
