import type { Service } from '@countersign/sdk';
import { useMutation } from '@tanstack/react-query';
import { FormFailure } from '../../lib/form/form-failure.tsx';
import { t } from '../../lib/messages.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useServiceWrites } from './queries.ts';

export interface EndConnectionsProps {
  readonly service: Service;
  /** Undefined while it is not known. */
  readonly connected: { readonly total: number; readonly users: number } | undefined;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Asks before all that a service does for users ends, with how much that is. */
export function EndConnections({ service, connected, open, onClose }: EndConnectionsProps) {
  const { id, name } = service;
  const writes = useServiceWrites();
  const words = t.serviceConnections;
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: () => writes.endConnections(id),
    onSuccess: () => {
      showToast(words.allEnded({ name }));
      onClose();
    },
  });
  return (
    <Confirm
      open={open}
      title={words.endAllTitle({ name })}
      confirmLabel={words.endAllSubmit}
      cancelLabel={t.frame.cancel}
      pending={isPending}
      onConfirm={() => mutate()}
      onCancel={onClose}
      onClosed={reset}
    >
      <FormFailure failure={error} title={words.endAllFailed} />
      {connected !== undefined && <p>{words.counted(connected)}</p>}
      <p>{words.endAllText}</p>
      <p>{words.consentsStay}</p>
    </Confirm>
  );
}
