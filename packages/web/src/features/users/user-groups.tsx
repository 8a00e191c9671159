import type { GroupOfUser, User } from '@countersign/sdk';
import { useState } from 'react';
import { useActsOfAll } from '../../lib/acts.ts';
import { client } from '../../lib/api.ts';
import { GroupLink } from '../../lib/group-link.tsx';
import { ConfirmOneByOne } from '../../lib/list/confirm-one-by-one.tsx';
import { EntityList } from '../../lib/list/entity-list.tsx';
import type { ListColumn } from '../../lib/list/list-columns.ts';
import { useListSelection } from '../../lib/list/list-selection.ts';
import { useOneByOne } from '../../lib/list/one-by-one.ts';
import { useWholeList } from '../../lib/list/whole-list.ts';
import { t } from '../../lib/messages.ts';
import { PageSection } from '../../lib/page/page-section.tsx';
import { Button } from '../../ui/button.tsx';
import { BinIcon, GroupIcon, PlusIcon } from '../../ui/icons.tsx';
import { AddToGroups } from './add-to-groups.tsx';
import { type Membership, membershipOf } from './membership.ts';
import { useRefreshUsers } from './queries.ts';

/** The groups of a user: how each was come by, and joining and leaving. */
export function UserGroups({ user }: { user: User }) {
  const { id, login } = user;
  const list = useWholeList(['users', id, 'groups'], async (signal) => {
    const { usergroups } = await client.users.groups(id, { top: 'all', signal });
    return usergroups;
  });
  const selection = useListSelection(list.data.rows);
  const [dialog, setDialog] = useState<'add' | 'remove'>();
  const [doomed, setDoomed] = useState<readonly GroupOfUser[]>([]);
  const removal = useOneByOne<GroupOfUser>(
    (group) => client.users.removeGroup(id, group.id),
    useRefreshUsers(),
  );
  const { chosen } = selection;
  const acts = useActsOfAll(
    'usergroups',
    chosen.map((group) => group.id),
  );
  const names = doomed.map(({ name }) => name);
  const onAdd = () => setDialog('add');
  const onRemove = (groups: readonly GroupOfUser[]) => {
    if (groups.some(({ joined }) => !joined)) return;
    setDoomed(groups);
    setDialog('remove');
  };
  const close = () => setDialog(undefined);
  const addButton = (
    <Button weight="primary" icon={<PlusIcon />} onClick={onAdd}>
      {t.memberships.add}
    </Button>
  );
  return (
    <PageSection title={t.memberships.title} lead={t.memberships.lead({ login })}>
      <EntityList
        {...list}
        selection={selection}
        columns={columns(list.all)}
        nameOf={({ name }) => name}
        onNew={onAdd}
        onDelete={onRemove}
        acts={
          <>
            {addButton}
            <Button
              icon={<BinIcon />}
              disabledReason={removeRefusal(chosen) ?? acts.reasonOf('changeMembers')}
              onClick={() => onRemove(chosen)}
            >
              {t.memberships.remove({ count: chosen.length })}
            </Button>
          </>
        }
        empty={{ icon: <GroupIcon />, text: t.memberships.empty({ login }), act: addButton }}
        texts={{ label: t.memberships.table, what: t.memberships.what, total: t.memberships.total }}
      />
      <AddToGroups
        user={user}
        joined={list.all.filter(({ joined }) => joined).map((group) => group.id)}
        open={dialog === 'add'}
        onClose={close}
      />
      <ConfirmOneByOne
        open={dialog === 'remove'}
        rows={doomed}
        nameOf={({ name }) => name}
        act={removal}
        texts={{
          title: t.memberships.removeTitle({ login, names }),
          submit: t.memberships.removeSubmit,
          pending: () => t.memberships.removePending,
          done: t.memberships.removed,
          failed: t.memberships.removeFailed,
        }}
        onDone={selection.leave}
        nextFocus={selection.nextFocus}
        onClose={close}
      >
        <p>{t.memberships.removeText}</p>
      </ConfirmOneByOne>
    </PageSection>
  );
}

function removeRefusal(chosen: readonly GroupOfUser[]): string | undefined {
  if (chosen.length === 0) return t.memberships.removeNeedsSelection;
  return chosen.every(({ joined }) => joined) ? undefined : t.memberships.removeOnlyJoined;
}

function columns(all: readonly GroupOfUser[]): readonly ListColumn<GroupOfUser, 'name'>[] {
  const { columns: heads } = t.memberships;
  return [
    { key: 'name', head: heads.name, names: true, cell: (group) => <GroupLink group={group} /> },
    { key: 'how', head: heads.how, cell: (group) => howText(membershipOf(group, all)) },
    { key: 'description', head: heads.description, cell: ({ description }) => description },
  ];
}

function howText(membership: Membership): string {
  if (membership.kind === 'inherited') return t.memberships.inherited({ groups: membership.through });
  return membership.kind === 'joined' ? t.memberships.joined : t.memberships.builtIn;
}
