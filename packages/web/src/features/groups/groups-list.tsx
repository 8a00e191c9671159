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
import { GroupIcon, PlusIcon } from '../../ui/icons.tsx';
import { groupColumns } from './group-columns.tsx';
import { NewGroup } from './new-group.tsx';
import { groupsShape, useGroups } from './queries.ts';

export interface GroupsListProps {
  readonly search: ListSearch;
  /** To be merged into the address. */
  readonly onSearch: (change: ListSearch) => void;
}

/** Every group that the viewer may read; a row leads to its page. */
export function GroupsList({ search, onSearch }: GroupsListProps) {
  const navigate = useNavigate();
  const now = useNow();
  const view = parseListView(groupsShape, search);
  const data = useGroups(view);
  const selection = useListSelection(data.rows);
  const refusal = useGeneralActs().reasonOf('createGroup');
  const [isMaking, setIsMaking] = useState(false);
  const openGroup = (groupId: string) => void navigate({ to: pages.groupGeneral, params: { groupId } });
  const onNew = () => setIsMaking(true);
  const newButton = (
    <Button weight="primary" icon={<PlusIcon />} disabledReason={refusal} onClick={onNew}>
      {t.groups.new}
    </Button>
  );
  return (
    <>
      <EntityList
        shape={groupsShape}
        view={view}
        onView={onSearch}
        data={data}
        selection={selection}
        selectable={false}
        columns={groupColumns(now)}
        nameOf={({ name }) => name}
        search={{
          label: t.groups.search,
          placeholder: t.groups.placeholder,
          suggest: completedBy(client.groups.queryAssist),
        }}
        onOpen={({ id }) => openGroup(id)}
        onNew={refusal === undefined ? onNew : undefined}
        acts={newButton}
        empty={{ icon: <GroupIcon />, text: t.groups.empty, act: newButton }}
        texts={{ label: t.groups.table, what: t.groups.what, total: t.groups.total }}
      />
      <NewGroup open={isMaking} onClose={() => setIsMaking(false)} onMade={openGroup} />
    </>
  );
}
