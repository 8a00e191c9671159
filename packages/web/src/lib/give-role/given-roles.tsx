import type { ProjectRole } from '@countersign/sdk';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { BinIcon, PlusIcon, RoleIcon } from '../../ui/icons.tsx';
import { client } from '../api.ts';
import { ConfirmOneByOne } from '../list/confirm-one-by-one.tsx';
import { EntityList } from '../list/entity-list.tsx';
import { useListSelection } from '../list/list-selection.ts';
import { type ListSearch, parseListView } from '../list/list-view.ts';
import { NamedList } from '../list/named-list.tsx';
import { useOneByOne } from '../list/one-by-one.ts';
import { t } from '../messages.ts';
import { meQuery } from '../queries.ts';
import { GiveRole } from './give-role.tsx';
import { givenRoleColumns } from './given-role-columns.tsx';
import type { Fixed } from './given-to.ts';
import { givenRolesShape, useGivenRoles, useRefreshAccess } from './queries.ts';

export interface GivenRolesProps {
  readonly fixed: Fixed;
  /** Why the viewer cannot give or take away any role here; undefined where they may. */
  readonly refusal: string | undefined;
  readonly emptyText: string;
  readonly search: ListSearch;
  /** To be merged into the address. */
  readonly onSearch: (change: ListSearch) => void;
}

/** The roles that were given to a user or a group, in a project, or of one kind; with giving and taking away. */
export function GivenRoles({ fixed, refusal, emptyText, search, onSearch }: GivenRolesProps) {
  const { data: me } = useQuery(meQuery);
  const view = parseListView(givenRolesShape, search);
  const data = useGivenRoles(fixed, view);
  const removal = useOneByOne<ProjectRole>(({ id }) => client.projectRoles.delete(id), useRefreshAccess());
  const selection = useListSelection(data.rows);
  const [dialog, setDialog] = useState<'give' | 'take'>();
  const [doomed, setDoomed] = useState<readonly ProjectRole[]>([]);
  const { chosen } = selection;
  const onGive = () => setDialog('give');
  const onTake = (rows: readonly ProjectRole[]) => {
    setDoomed(rows);
    setDialog('take');
  };
  const onClose = () => setDialog(undefined);
  const giveButton = (
    <Button weight="primary" icon={<PlusIcon />} disabledReason={refusal} onClick={onGive}>
      {t.access.give}
    </Button>
  );
  return (
    <>
      <EntityList
        shape={givenRolesShape}
        view={view}
        onView={onSearch}
        data={data}
        selection={selection}
        columns={givenRoleColumns(fixed.kind, me?.id ?? '')}
        nameOf={nameOf}
        onNew={refusal === undefined ? onGive : undefined}
        onDelete={refusal === undefined ? onTake : undefined}
        acts={
          <>
            {giveButton}
            <Button
              icon={<BinIcon />}
              disabledReason={refusal ?? (chosen.length === 0 ? t.access.takeNeedsSelection : undefined)}
              onClick={() => onTake(chosen)}
            >
              {t.access.take({ count: chosen.length })}
            </Button>
          </>
        }
        empty={{ icon: <RoleIcon />, text: emptyText, act: giveButton }}
        texts={{ label: t.access.table, what: t.access.what, total: t.access.total }}
      />
      <GiveRole fixed={fixed} open={dialog === 'give'} onClose={onClose} />
      <ConfirmOneByOne
        open={dialog === 'take'}
        rows={doomed}
        nameOf={nameOf}
        act={removal}
        texts={{
          title: t.access.takeTitle(doomed.map(namesOf)),
          submit: t.access.takeSubmit,
          pending: () => t.access.takePending,
          done: t.access.taken,
          failed: t.access.takeFailed,
        }}
        onDone={selection.leave}
        nextFocus={selection.nextFocus}
        onClose={onClose}
      >
        {doomed.length > 1 && (
          <NamedList
            items={doomed.map((given) => ({
              id: given.id,
              name: given.role.name,
              note: t.access.toIn(namesOf(given)),
            }))}
          />
        )}
        <p>{t.access.takeText}</p>
      </ConfirmOneByOne>
    </>
  );
}

function namesOf({ role, owner, project }: ProjectRole) {
  return { role: role.name, holder: owner.name, project: project.name };
}

function nameOf(given: ProjectRole): string {
  return t.access.one(namesOf(given));
}
