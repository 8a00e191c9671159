import type { Permission, Service } from '@countersign/sdk';
import { useState } from 'react';
import { useActs } from '../../lib/acts.ts';
import { EntityList } from '../../lib/list/entity-list.tsx';
import { useListSelection } from '../../lib/list/list-selection.ts';
import { type ListSearch, parseListView } from '../../lib/list/list-view.ts';
import { t } from '../../lib/messages.ts';
import { Button } from '../../ui/button.tsx';
import { PlusIcon, RoleIcon } from '../../ui/icons.tsx';
import { permissionColumns } from './permission-columns.tsx';
import { PermissionDialog } from './permission-dialog.tsx';
import { permissionsShape, useDeclared } from './queries.ts';
import { WithdrawPermission } from './withdraw-permission.tsx';

export interface ServicePermissionsProps {
  readonly service: Service;
  readonly search: ListSearch;
  readonly onSearch: (change: ListSearch) => void;
}

type Open =
  | { readonly kind: 'form'; readonly permission: Permission | undefined }
  | { readonly kind: 'withdraw'; readonly permission: Permission };

/** What a service declares: its own words for what it allows. */
export function ServicePermissions({ service, search, onSearch }: ServicePermissionsProps) {
  const view = parseListView(permissionsShape, search);
  const data = useDeclared(service.id, view);
  const selection = useListSelection(data.rows);
  const refusal = useActs('services', service.id).reasonOf('declarePermission');
  const [open, setOpen] = useState<Open>();
  // Each time a dialog opens it begins anew.
  const [turn, setTurn] = useState(0);
  const [shown, setShown] = useState(false);
  const show = (next: Open) => {
    setOpen(next);
    setTurn((before) => before + 1);
    setShown(true);
  };
  const close = () => setShown(false);
  const onNew = () => show({ kind: 'form', permission: undefined });
  const onEdit = (permission: Permission) => show({ kind: 'form', permission });
  const onWithdraw = (permission: Permission) => show({ kind: 'withdraw', permission });
  const may = refusal === undefined;
  const newButton = (
    <Button weight="primary" icon={<PlusIcon />} disabledReason={refusal} onClick={onNew}>
      {t.declared.declare}
    </Button>
  );
  return (
    <>
      <EntityList
        shape={permissionsShape}
        view={view}
        onView={onSearch}
        data={data}
        selection={selection}
        selectable={false}
        columns={permissionColumns({ refusal, onEdit, onWithdraw })}
        nameOf={({ name }) => name}
        onOpen={may ? onEdit : undefined}
        onNew={may ? onNew : undefined}
        onDelete={may ? ([first]) => first && onWithdraw(first) : undefined}
        acts={newButton}
        empty={{ icon: <RoleIcon />, text: t.declared.empty, act: newButton }}
        texts={{ label: t.declared.table, what: t.declared.what, total: t.declared.total }}
      />
      {open?.kind === 'form' && (
        <PermissionDialog
          key={turn}
          serviceId={service.id}
          permission={open.permission}
          open={shown}
          onClose={close}
        />
      )}
      {open?.kind === 'withdraw' && (
        <WithdrawPermission
          key={turn}
          serviceId={service.id}
          permission={open.permission}
          open={shown}
          nextFocus={selection.nextFocus}
          onClose={close}
        />
      )}
    </>
  );
}
