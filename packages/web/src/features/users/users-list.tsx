import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useGeneralActs } from '../../lib/acts.ts';
import { client } from '../../lib/api.ts';
import { completedBy } from '../../lib/list/completed-by.ts';
import { EntityList } from '../../lib/list/entity-list.tsx';
import { useListSelection } from '../../lib/list/list-selection.ts';
import { type ListSearch, parseListView } from '../../lib/list/list-view.ts';
import { t } from '../../lib/messages.ts';
import { useNow } from '../../lib/now.ts';
import { pages } from '../../lib/paths.ts';
import { Button } from '../../ui/button.tsx';
import { PlusIcon, UserIcon } from '../../ui/icons.tsx';
import { NewUser } from './new-user.tsx';
import { usersShape, useUsers } from './queries.ts';
import { useUserActs } from './user-acts.tsx';
import { userColumns } from './user-columns.tsx';

export interface UsersListProps {
  readonly search: ListSearch;
  /** To be merged into the address. */
  readonly onSearch: (change: ListSearch) => void;
}

/** Everybody with an account: found, opened, banned, made and deleted. */
export function UsersList({ search, onSearch }: UsersListProps) {
  const now = useNow();
  const navigate = useNavigate();
  const view = parseListView(usersShape, search);
  const data = useUsers(view);
  const selection = useListSelection(data.rows);
  const [creates, setCreates] = useState(false);
  const createRefusal = useGeneralActs().reasonOf('createUser');
  const acts = useUserActs({
    target: selection.chosen,
    onDeleted: selection.leave,
    nextFocus: selection.nextFocus,
  });
  const onNew = () => setCreates(true);
  const newButton = (
    <Button weight="primary" icon={<PlusIcon />} disabledReason={createRefusal} onClick={onNew}>
      {t.users.new}
    </Button>
  );
  return (
    <>
      {acts.failures}
      <EntityList
        shape={usersShape}
        view={view}
        onView={onSearch}
        data={data}
        selection={selection}
        columns={userColumns({ now })}
        nameOf={({ name, login }) => name || login}
        onOpen={({ id }) => void navigate({ to: pages.userGeneral, params: { userId: id } })}
        onNew={createRefusal === undefined ? onNew : undefined}
        onDelete={acts.onDelete}
        keys={acts.keys}
        search={{
          label: t.users.search,
          placeholder: t.users.searchPlaceholder,
          suggest: completedBy(client.users.queryAssist),
        }}
        acts={
          <>
            {newButton}
            {acts.buttons}
          </>
        }
        empty={{ icon: <UserIcon />, text: t.users.empty, act: newButton }}
        texts={{ label: t.users.table, what: t.users.what, total: t.users.total }}
      />
      {acts.dialogs}
      <NewUser open={creates} onClose={() => setCreates(false)} />
    </>
  );
}
