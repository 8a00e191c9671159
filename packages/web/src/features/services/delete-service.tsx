import type { Service } from '@countersign/sdk';
import { useQuery } from '@tanstack/react-query';
import { DeleteDialog } from '../../lib/form/delete-dialog.tsx';
import { t } from '../../lib/messages.ts';
import { showToast } from '../../ui/toast.tsx';
import { allDeclaredQuery, useServiceWrites } from './queries.ts';

export interface DeleteServiceProps {
  readonly service: Service;
  readonly open: boolean;
  readonly onDeleted: () => void;
  readonly onClose: () => void;
}

/** A whole identity goes: its name must be typed, with all that ends with it in sight. */
export function DeleteService({ service, open, onDeleted, onClose }: DeleteServiceProps) {
  const writes = useServiceWrites();
  const { data: declared } = useQuery({ ...allDeclaredQuery(service.id), enabled: open });
  const { name } = service;
  const { losses } = t.services;
  return (
    <DeleteDialog
      open={open}
      title={t.services.deleteTitle({ name })}
      name={name}
      losses={[
        losses.door,
        ...(declared === undefined ? [] : [losses.permissions({ count: declared.total })]),
      ]}
      nothingLost={losses.door}
      confirmLabel={t.services.deleteSubmit}
      remove={() => writes.delete(service.id)}
      onDeleted={() => {
        showToast(t.services.deleted({ name }));
        onDeleted();
      }}
      onClose={onClose}
    />
  );
}
