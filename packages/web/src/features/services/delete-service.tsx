import type { Service } from '@countersign/sdk';
import { useQuery } from '@tanstack/react-query';
import { DeleteDialog } from '../../lib/form/delete-dialog.tsx';
import { t } from '../../lib/messages.ts';
import { showToast } from '../../ui/toast.tsx';
import { impactQuery, useServiceWrites } from './queries.ts';

export interface DeleteServiceProps {
  readonly service: Service;
  readonly open: boolean;
  readonly onDeleted: () => void;
  readonly onClose: () => void;
}

/** A whole identity goes: its name must be typed, with all that ends with it in sight. */
export function DeleteService({ service, open, onDeleted, onClose }: DeleteServiceProps) {
  const writes = useServiceWrites();
  const { data: impact } = useQuery({ ...impactQuery(service.id), enabled: open });
  const { name } = service;
  const { losses } = t.services;
  return (
    <DeleteDialog
      open={open}
      title={t.services.deleteTitle({ name })}
      name={name}
      losses={[
        losses.door,
        ...(impact === undefined
          ? []
          : [
              losses.tokens({ count: impact.tokens, users: impact.users }),
              losses.permissions({ count: impact.permissions }),
              losses.recentUse({ count: impact.recentUse }),
            ]),
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
