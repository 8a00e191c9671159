import type { UserGroup } from '@countersign/sdk';
import { Link } from '@tanstack/react-router';
import { formatNumber } from '../../lib/format.ts';
import { GroupLink } from '../../lib/group-link.tsx';
import type { ListColumn } from '../../lib/list/list-columns.ts';
import { t } from '../../lib/messages.ts';
import { pages } from '../../lib/paths.ts';
import { formatDate } from '../../lib/time.ts';
import { EntityName } from '../../ui/entity-name.tsx';
import { Faint } from '../../ui/faint.tsx';
import { Tag } from '../../ui/tag.tsx';
import { GroupBadges } from './group-badges.tsx';
import type { GroupSortKey } from './queries.ts';

/** What the list says of each group. */
export function groupColumns(now: number): readonly ListColumn<UserGroup, GroupSortKey>[] {
  const { columns: heads } = t.groups;
  return [
    { key: 'name', head: heads.name, names: true, sortBy: 'name', cell: (group) => <Name group={group} /> },
    {
      key: 'members',
      head: heads.members,
      cell: ({ userCount }) =>
        userCount === null ? <Faint>{t.groups.notTold}</Faint> : formatNumber(userCount),
    },
    {
      key: 'parent',
      head: heads.parent,
      cell: ({ parent }) =>
        parent === null ? <Faint>{t.groups.atTop}</Faint> : <GroupLink group={parent} />,
    },
    {
      key: 'autoJoin',
      head: heads.autoJoin,
      cell: ({ autoJoin }) => (autoJoin ? t.groups.yes : <Faint>{t.groups.no}</Faint>),
    },
    { key: 'twoFactor', head: heads.twoFactor, cell: (group) => <TwoFactor group={group} now={now} /> },
  ];
}

function Name({ group }: { group: UserGroup }) {
  return (
    <>
      <Link to={pages.groupGeneral} params={{ groupId: group.id }}>
        <EntityName name={group.name} />
      </Link>{' '}
      <GroupBadges group={group} />
    </>
  );
}

function TwoFactor({ group, now }: { group: UserGroup; now: number }) {
  const { twoFactorRequiredFrom: from } = group;
  if (from !== null && from > now) return <Tag>{t.groups.requiredFrom({ date: formatDate(from) })}</Tag>;
  if (group.requiredTwoFactorAuthentication) return <Tag tone="accent">{t.groups.required}</Tag>;
  if (group.parentsRequireTwoFactorAuthentication) return <Tag>{t.groups.requiredAbove}</Tag>;
  return <Faint>{t.groups.no}</Faint>;
}
