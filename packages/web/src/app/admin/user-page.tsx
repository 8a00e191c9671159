import type { User } from '@countersign/sdk';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { MissingUser } from '../../features/users/missing-user.tsx';
import { userQuery } from '../../features/users/queries.ts';
import { useUserActs } from '../../features/users/user-acts.tsx';
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

const tabs = [
  { to: pages.userGeneral, label: t.users.tabs.general },
  { to: pages.userGroups, label: t.users.tabs.groups },
  { to: pages.userAccess, label: t.users.tabs.access },
  { to: pages.userSecurity, label: t.users.tabs.security },
] as const;

/** What the tabs of one user have around them. Whoever looks at their own account is reminded of nothing. */
export function UserPage({ userId, children }: UserPageProps) {
  const user = useQuery(userQuery(userId));
  const { data: me } = useQuery(meQuery);
  const navigate = useNavigate();
  const isBot = user.data?.kind === 'bot';
  const acts = useUserActs({
    target: user.data === undefined ? [] : [user.data],
    onDeleted: () => void navigate({ to: isBot ? pages.bots : pages.users }),
  });
  return (
    <EntityPage
      entity={user}
      what={t.users.one}
      list={
        isBot ? <Link to={pages.bots}>{t.bots.title}</Link> : <Link to={pages.users}>{t.users.title}</Link>
      }
      titleOf={({ name, login }) => name || login}
      badgesOf={(one) => <UserBadges user={one} />}
      actsOf={({ guest }) => !guest && acts.buttons}
      missingOf={(failure) => <MissingUser userId={userId} failure={failure} />}
      bandOf={({ id, login }) => id !== me?.id && <ManagingBand login={login} />}
      tabs={{
        label: t.users.tabsLabel,
        links: tabs.map(({ to, label }) => (
          <Link key={to} className="tab" to={to} params={{ userId }}>
            {label}
          </Link>
        )),
      }}
    >
      {(one) => (
        <>
          {acts.failures}
          {children(one)}
          {acts.dialogs}
        </>
      )}
    </EntityPage>
  );
}
