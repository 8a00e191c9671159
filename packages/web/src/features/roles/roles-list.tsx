import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useGeneralActs } from '../../lib/acts.ts';
import { client } from '../../lib/api.ts';
import { completedBy } from '../../lib/list/completed-by.ts';
import { EntityList } from '../../lib/list/entity-list.tsx';
import { useListSelection } from '../../lib/list/list-selection.ts';
import { type ListSearch, parseListView } from '../../lib/list/list-view.ts';
import { t } from '../../lib/messages.ts';
import { pages } from '../../lib/paths.ts';
import { Button } from '../../ui/button.tsx';
import { PlusIcon, RoleIcon } from '../../ui/icons.tsx';
import { NewRole } from './new-role.tsx';
import { rolesShape, useRoles } from './queries.ts';
import { roleColumns } from './role-columns.tsx';

export interface RolesListProps {
  readonly search: ListSearch;
  /** To be merged into the address. */
  readonly onSearch: (change: ListSearch) => void;
}

/** Every role; a row leads to what it allows and to who has it. */
export function RolesList({ search, onSearch }: RolesListProps) {
  const navigate = useNavigate();
  const view = parseListView(rolesShape, search);
  const data = useRoles(view);
  const selection = useListSelection(data.rows);
  const refusal = useGeneralActs().reasonOf('createRole');
  const [isMaking, setIsMaking] = useState(false);
  const openRole = (roleId: string) => void navigate({ to: pages.role, params: { roleId } });
  const onNew = () => setIsMaking(true);
  const newButton = (
    <Button weight="primary" icon={<PlusIcon />} disabledReason={refusal} onClick={onNew}>
      {t.roles.new}
    </Button>
  );
  return (
    <>
      <EntityList
        shape={rolesShape}
        view={view}
        onView={onSearch}
        data={data}
        selection={selection}
        selectable={false}
        columns={roleColumns()}
        nameOf={({ name }) => name}
        search={{
          label: t.roles.search,
          placeholder: t.roles.placeholder,
          suggest: completedBy(client.roles.queryAssist),
        }}
        onOpen={({ id }) => openRole(id)}
        onNew={refusal === undefined ? onNew : undefined}
        acts={newButton}
        empty={{ icon: <RoleIcon />, text: t.roles.empty, act: newButton }}
        texts={{ label: t.roles.table, what: t.roles.what, total: t.roles.total }}
      />
      <NewRole open={isMaking} onClose={() => setIsMaking(false)} onMade={openRole} />
    </>
  );
}
