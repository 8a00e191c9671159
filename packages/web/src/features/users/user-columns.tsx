import type { User } from '@countersign/sdk';
import type { ListColumn } from '../../lib/list/list-columns.ts';
import { t } from '../../lib/messages.ts';
import type { UserSortKey } from './queries.ts';
import { EmailCell, GroupsCell, LastAccessCell, NameCell, TokensCell } from './user-cells.tsx';

/** What the list says of each user. */
export function userColumns({ now }: { now: number }): readonly ListColumn<User, UserSortKey>[] {
  const { columns: heads } = t.users;
  return [
    { key: 'name', head: heads.name, names: true, sortBy: 'name', cell: (user) => <NameCell user={user} /> },
    { key: 'login', head: heads.login, sortBy: 'login', cell: ({ login }) => <bdi>{login}</bdi> },
    { key: 'email', head: heads.email, cell: (user) => <EmailCell user={user} /> },
    { key: 'groups', head: heads.groups, cell: ({ groups }) => <GroupsCell groups={groups} /> },
    { key: 'tokens', head: heads.tokens, cell: (user) => <TokensCell user={user} /> },
    {
      key: 'lastAccess',
      head: heads.lastAccess,
      cell: (user) => <LastAccessCell user={user} now={now} />,
    },
  ];
}
