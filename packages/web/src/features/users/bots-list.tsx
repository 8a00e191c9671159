import type { User } from '@countersign/sdk';
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
import { BotIcon, PlusIcon } from '../../ui/icons.tsx';
import { botColumns } from './bot-columns.tsx';
import { useBotSwitch } from './bot-switch.tsx';
import { botsView } from './bots-query.ts';
import { NewBot } from './new-bot.tsx';
import { OrphanedBots } from './orphaned-bots.tsx';
import { usersShape, useUsers } from './queries.ts';
import { useUserActs } from './user-acts.tsx';

export interface BotsListProps {
  readonly myId: string;
  readonly search: ListSearch;
  /** To be merged into the address. */
  readonly onSearch: (change: ListSearch) => void;
  /** A new bot is there; what it needs next is its first token. */
  readonly onCreated: (bot: User) => void;
}

/** Programs under their own names: who answers for each, whether it is on, and what it is used for. */
export function BotsList({ myId, search, onSearch, onCreated }: BotsListProps) {
  const now = useNow();
  const navigate = useNavigate();
  const view = parseListView(usersShape, search);
  const data = useUsers(botsView(view));
  const selection = useListSelection(data.rows);
  const [creates, setCreates] = useState(false);
  const createRefusal = useGeneralActs().reasonOf('createUser');
  const toggle = useBotSwitch();
  const acts = useUserActs({
    target: selection.chosen,
    onDeleted: selection.leave,
    nextFocus: selection.nextFocus,
  });
  const onNew = () => setCreates(true);
  const newButton = (
    <Button weight="primary" icon={<PlusIcon />} disabledReason={createRefusal} onClick={onNew}>
      {t.bots.new}
    </Button>
  );
  return (
    <>
      <OrphanedBots />
      {acts.failures}
      {toggle.failure}
      <EntityList
        shape={usersShape}
        view={view}
        onView={onSearch}
        data={data}
        selection={selection}
        columns={botColumns({ now, myId, cellOfState: toggle.cell })}
        nameOf={({ name, login }) => name || login}
        onOpen={({ id }) => void navigate({ to: pages.userGeneral, params: { userId: id } })}
        onNew={createRefusal === undefined ? onNew : undefined}
        onDelete={acts.onDelete}
        keys={acts.keys}
        search={{
          label: t.bots.search,
          placeholder: t.bots.searchPlaceholder,
          suggest: completedBy(client.users.queryAssist),
        }}
        acts={
          <>
            {newButton}
            {acts.buttons}
          </>
        }
        empty={{ icon: <BotIcon />, text: t.bots.empty, act: newButton }}
        texts={{ label: t.bots.table, what: t.bots.what, total: t.bots.total }}
      />
      {acts.dialogs}
      <NewBot open={creates} onClose={() => setCreates(false)} onCreated={onCreated} />
    </>
  );
}
