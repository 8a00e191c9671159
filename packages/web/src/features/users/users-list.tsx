import { useNavigate } from '@tanstack/react-router';
import { EntityList } from '../../lib/list/entity-list.tsx';
import { useListSelection } from '../../lib/list/list-selection.ts';
import { type ListSearch, parseListView } from '../../lib/list/list-view.ts';
import { t } from '../../lib/messages.ts';
import { useNow } from '../../lib/now.ts';
import { pages } from '../../lib/paths.ts';
import { UserIcon } from '../../ui/icons.tsx';
import { usersShape, useUsers } from './queries.ts';
import { userColumns } from './user-columns.tsx';

export interface UsersListProps {
  readonly search: ListSearch;
  /** To be merged into the address. */
  readonly onSearch: (change: ListSearch) => void;
}

/** Everybody with an account; a row leads to its page. */
export function UsersList({ search, onSearch }: UsersListProps) {
  const now = useNow();
  const navigate = useNavigate();
  const view = parseListView(usersShape, search);
  const data = useUsers(view);
  const selection = useListSelection(data.rows);
  return (
    <EntityList
      shape={usersShape}
      view={view}
      onView={onSearch}
      data={data}
      selection={selection}
      selectable={false}
      columns={userColumns({ now })}
      nameOf={({ name, login }) => name || login}
      onOpen={({ id }) => void navigate({ to: pages.userSecurity, params: { userId: id } })}
      empty={{ icon: <UserIcon />, text: t.users.empty }}
      texts={{ label: t.users.table, what: t.users.what, total: t.users.total }}
    />
  );
}
