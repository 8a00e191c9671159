import type { SourcedProjectRole, User } from '@countersign/sdk';
import { useState } from 'react';
import { client } from '../../lib/api.ts';
import { GiveRole } from '../../lib/give-role/give-role.tsx';
import { PlaceLink, RoleLink } from '../../lib/give-role/given-links.tsx';
import { useRefreshAccess } from '../../lib/give-role/queries.ts';
import { ConfirmOneByOne } from '../../lib/list/confirm-one-by-one.tsx';
import { EntityList } from '../../lib/list/entity-list.tsx';
import type { ListColumn } from '../../lib/list/list-columns.ts';
import { useListSelection } from '../../lib/list/list-selection.ts';
import { useOneByOne } from '../../lib/list/one-by-one.ts';
import { useWholeList } from '../../lib/list/whole-list.ts';
import { t } from '../../lib/messages.ts';
import { PageSection, PageSections } from '../../lib/page/page-section.tsx';
import { Button } from '../../ui/button.tsx';
import { BinIcon, PlusIcon, RoleIcon } from '../../ui/icons.tsx';
import { TagRow } from '../../ui/tag-row.tsx';
import { UserReach } from './user-reach.tsx';

/** What a user was given, by name and through groups, and what that comes to. */
export function UserAccess({ user }: { user: User }) {
  const { id, login } = user;
  const list = useWholeList(['users', id, 'roles'], async (signal) => {
    const page = await client.projectRoles.listSourcedOfUser(id, { top: 'all', signal });
    return page.sourcedprojectroles;
  });
  const selection = useListSelection(list.data.rows);
  const [dialog, setDialog] = useState<'give' | 'take'>();
  const [doomed, setDoomed] = useState<readonly SourcedProjectRole[]>([]);
  const removal = useOneByOne<SourcedProjectRole>(
    (role) => client.projectRoles.delete(role.id),
    useRefreshAccess(),
  );
  const { chosen } = selection;
  const onGive = () => setDialog('give');
  const onTake = (roles: readonly SourcedProjectRole[]) => {
    if (!roles.every((role) => isDirect(role, id))) return;
    setDoomed(roles);
    setDialog('take');
  };
  const close = () => setDialog(undefined);
  const giveButton = (
    <Button weight="primary" icon={<PlusIcon />} onClick={onGive}>
      {t.access.give}
    </Button>
  );
  const takeRefusal =
    chosen.length === 0
      ? t.userAccess.takeNeedsSelection
      : chosen.every((role) => isDirect(role, id))
        ? undefined
        : t.userAccess.takeOnlyDirect;
  return (
    <PageSections>
      <PageSection title={t.userAccess.title} lead={t.userAccess.lead({ login })}>
        <EntityList
          {...list}
          selection={selection}
          columns={columns(id)}
          nameOf={nameOf}
          onNew={onGive}
          onDelete={onTake}
          acts={
            <>
              {giveButton}
              <Button icon={<BinIcon />} disabledReason={takeRefusal} onClick={() => onTake(chosen)}>
                {t.userAccess.take({ count: chosen.length })}
              </Button>
            </>
          }
          empty={{ icon: <RoleIcon />, text: t.userAccess.empty({ login }), act: giveButton }}
          texts={{ label: t.userAccess.table, what: t.userAccess.what, total: t.userAccess.total }}
        />
      </PageSection>
      <UserReach user={user} />
      <GiveRole fixed={{ kind: 'user', id, name: login }} open={dialog === 'give'} onClose={close} />
      <ConfirmOneByOne
        open={dialog === 'take'}
        rows={doomed}
        nameOf={nameOf}
        act={removal}
        texts={{
          title: t.userAccess.takeTitle({ login, names: doomed.map(nameOf) }),
          submit: t.userAccess.takeSubmit,
          pending: () => t.userAccess.takePending,
          done: t.userAccess.taken,
          failed: t.userAccess.takeFailed,
        }}
        onDone={selection.leave}
        nextFocus={selection.nextFocus}
        onClose={close}
      >
        <p>{t.userAccess.takeText}</p>
      </ConfirmOneByOne>
    </PageSections>
  );
}

/** Given by name: it can be taken away here. What a group gives goes with the membership, or with the group's role. */
function isDirect({ owner }: SourcedProjectRole, userId: string): boolean {
  return owner.type === 'user' && owner.id === userId;
}

function nameOf({ role, project }: SourcedProjectRole): string {
  return t.userAccess.roleIn({ role: role.name, place: project.name });
}

function columns(userId: string): readonly ListColumn<SourcedProjectRole, 'name'>[] {
  const { columns: heads } = t.userAccess;
  return [
    { key: 'role', head: heads.role, names: true, cell: ({ role }) => <RoleLink role={role} /> },
    { key: 'place', head: heads.place, cell: ({ project }) => <PlaceLink project={project} /> },
    {
      key: 'source',
      head: heads.source,
      cell: ({ sources }) => (
        <TagRow
          items={sources.map(({ id, name }) => ({ id, text: id === userId ? t.userAccess.direct : name }))}
          moreText={(count) => t.users.more({ count })}
        />
      ),
    },
  ];
}
