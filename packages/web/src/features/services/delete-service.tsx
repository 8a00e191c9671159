import type { Service } from '@countersign/sdk';
import { client } from '../../lib/api.ts';
import { DeleteDialog } from '../../lib/form/delete-dialog.tsx';
import { useImpact } from '../../lib/impact.ts';
import { t } from '../../lib/messages.ts';
import { showToast } from '../../ui/toast.tsx';

export interface DeleteServiceProps {
  readonly service: Service;
  readonly open: boolean;
  /** Leaves the page of what is gone. */
  readonly onDeleted: () => Promise<void>;
  readonly onClose: () => void;
}

/** A whole identity goes: its name must be typed, with all that ends with it in sight. */
export function DeleteService({ service, open, onDeleted, onClose }: DeleteServiceProps) {
  const { data: impact, isPending } = useImpact('services', service.id, open);
  const { name } = service;
  return (
    <DeleteDialog
      open={open}
      entity={['services', service.id]}
      title={t.services.deleteTitle({ name })}
      name={name}
      losses={isPending ? undefined : t.services.losses(impact)}
      confirmLabel={t.services.deleteSubmit}
      remove={() => client.services.delete(service.id)}
      onDeleted={() => {
        showToast(t.services.deleted({ name }));
        return onDeleted();
      }}
      onClose={onClose}
    />
  );
}
