import type { UserGroup } from '@countersign/sdk';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { GroupBadges } from '../../features/groups/group-badges.tsx';
import { groupQuery } from '../../features/groups/queries.ts';
import { t } from '../../lib/messages.ts';
import { EntityPage } from '../../lib/page/entity-page.tsx';
import { pages } from '../../lib/paths.ts';

export interface GroupPageProps {
  readonly groupId: string;
  readonly children: (group: UserGroup) => ReactNode;
}

/** What the tabs of one group have around them. */
export function GroupPage({ groupId, children }: GroupPageProps) {
  const group = useQuery(groupQuery(groupId));
  const params = { groupId };
  return (
    <EntityPage
      entity={group}
      what={t.groups.one}
      list={<Link to={pages.groups}>{t.groups.title}</Link>}
      titleOf={({ name }) => name}
      badgesOf={(one) => <GroupBadges group={one} />}
      tabs={{
        label: t.groups.tabsLabel,
        links: (
          <>
            <Link className="tab" to={pages.groupGeneral} params={params}>
              {t.groups.tabs.general}
            </Link>
            <Link className="tab" to={pages.groupMembers} params={params}>
              {t.groups.tabs.members}
            </Link>
            <Link className="tab" to={pages.groupAccess} params={params}>
              {t.groups.tabs.access}
            </Link>
          </>
        ),
      }}
    >
      {children}
    </EntityPage>
  );
}
