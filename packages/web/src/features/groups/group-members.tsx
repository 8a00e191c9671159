import type { User, UserGroup } from '@countersign/sdk';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useActs } from '../../lib/acts.ts';
import { client } from '../../lib/api.ts';
import { useRefreshAccess } from '../../lib/give-role/queries.ts';
import { completedBy } from '../../lib/list/completed-by.ts';
import { ConfirmOneByOne } from '../../lib/list/confirm-one-by-one.tsx';
import { EntityList } from '../../lib/list/entity-list.tsx';
import { useListSelection } from '../../lib/list/list-selection.ts';
import { parseListView } from '../../lib/list/list-view.ts';
import { NamedList } from '../../lib/list/named-list.tsx';
import { useOneByOne } from '../../lib/list/one-by-one.ts';
import { t } from '../../lib/messages.ts';
import { meQuery } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { BinIcon, GroupIcon, PlusIcon } from '../../ui/icons.tsx';
import { AddMembers } from './add-members.tsx';
import { memberColumns } from './member-columns.tsx';
import { type MembersSearch, showsBelow, turnedBelow } from './members-view.ts';
import { membersShape, useMembers } from './queries.ts';

export interface GroupMembersProps {
  readonly group: UserGroup;
  readonly search: MembersSearch;
  /** To be merged into the address. */
  readonly onSearch: (change: MembersSearch) => void;
}

/** Who is in the group: those who joined it, or with those of the groups below. */
export function GroupMembers({ group, search, onSearch }: GroupMembersProps) {
  const { data: me } = useQuery(meQuery);
  const removal = useOneByOne<User>(({ id }) => client.groups.removeUser(group.id, id), useRefreshAccess());
  // Nobody joins a built-in group: all its members are in it by a rule.
  const below = group.implicit || showsBelow(search);
  const view = parseListView(membersShape, search);
  const data = useMembers(group.id, below, view);
  const selection = useListSelection(data.rows);
  const [dialog, setDialog] = useState<'add' | 'remove'>();
  const [leaving, setLeaving] = useState<readonly User[]>([]);
  const acts = useActs('usergroups', group.id);
  const refusal = group.implicit ? t.groups.builtInMembers : acts.reasonOf('changeMembers');
  const onAdd = () => setDialog('add');
  const onRemove = (users: readonly User[]) => {
    setLeaving(users);
    setDialog('remove');
  };
  const onClose = () => setDialog(undefined);
  const { chosen } = selection;
  const addButton = (
    <Button weight="primary" icon={<PlusIcon />} disabledReason={refusal} onClick={onAdd}>
      {t.groups.addMember}
    </Button>
  );
  const removeRefusal =
    refusal ??
    (below ? t.groups.removeBelow : chosen.length === 0 ? t.groups.removeNeedsSelection : undefined);
  return (
    <>
      {!group.implicit && (
        <Checkbox
          label={t.groups.showBelow}
          checked={below}
          onChange={(checked) => onSearch(turnedBelow(checked))}
        />
      )}
      <EntityList
        shape={membersShape}
        view={view}
        onView={onSearch}
        data={data}
        selection={selection}
        selectable={!below}
        columns={memberColumns(me?.id ?? '')}
        nameOf={({ login }) => login}
        search={{
          label: t.groups.searchMembers,
          placeholder: t.groups.placeholderMembers,
          suggest: completedBy(client.users.queryAssist),
        }}
        onNew={refusal === undefined ? onAdd : undefined}
        onDelete={refusal === undefined && !below ? onRemove : undefined}
        acts={
          <>
            {addButton}
            <Button icon={<BinIcon />} disabledReason={removeRefusal} onClick={() => onRemove(chosen)}>
              {t.groups.removeMembers({ count: chosen.length })}
            </Button>
          </>
        }
        empty={{
          icon: <GroupIcon />,
          text: below ? t.groups.nobody : t.groups.nobodyJoined,
          act: addButton,
        }}
        texts={{ label: t.groups.membersTable, what: t.groups.membersWhat, total: t.groups.membersTotal }}
      />
      <AddMembers group={group} open={dialog === 'add'} onClose={onClose} />
      <ConfirmOneByOne
        open={dialog === 'remove'}
        rows={leaving}
        nameOf={({ login }) => login}
        act={removal}
        texts={{
          title: t.groups.removeTitle({ logins: leaving.map(({ login }) => login), group: group.name }),
          submit: t.groups.removeSubmit,
          pending: () => t.groups.removePending,
          done: ({ names }) => t.groups.removed({ logins: names, group: group.name }),
          failed: t.groups.removeFailed,
        }}
        onDone={selection.leave}
        nextFocus={selection.nextFocus}
        onClose={onClose}
      >
        {leaving.length > 1 && (
          <NamedList items={leaving.map(({ id, login, name }) => ({ id, name: login, note: name }))} />
        )}
        <p>{t.groups.removeText}</p>
      </ConfirmOneByOne>
    </>
  );
}
