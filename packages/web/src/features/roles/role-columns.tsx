import type { Role } from '@countersign/sdk';
import { Link } from '@tanstack/react-router';
import { formatNumber } from '../../lib/format.ts';
import type { ListColumn } from '../../lib/list/list-columns.ts';
import { t } from '../../lib/messages.ts';
import { pages } from '../../lib/paths.ts';
import { EntityName } from '../../ui/entity-name.tsx';
import type { RoleSortKey } from './queries.ts';
import { RoleBadges } from './role-badges.tsx';

/** What the list says of each role. */
export function roleColumns(): readonly ListColumn<Role, RoleSortKey>[] {
  const { columns: heads } = t.roles;
  return [
    { key: 'name', head: heads.name, names: true, sortBy: 'name', cell: (role) => <Name role={role} /> },
    { key: 'key', head: heads.key, sortBy: 'key', cell: ({ key }) => <code>{key}</code> },
    {
      key: 'permissions',
      head: heads.permissions,
      cell: ({ holdsEverything, permissions }) =>
        holdsEverything ? t.roles.all : formatNumber(permissions.length),
    },
    {
      key: 'given',
      head: heads.given,
      cell: ({ assignmentsCount = 0 }) => t.roles.times({ count: assignmentsCount }),
    },
  ];
}

function Name({ role }: { role: Role }) {
  return (
    <>
      <Link to={pages.role} params={{ roleId: role.id }}>
        <EntityName name={role.name} />
      </Link>{' '}
      <RoleBadges role={role} />
    </>
  );
}
