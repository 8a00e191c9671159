import type { Service, ServiceSecret } from '@countersign/sdk';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { FormFailure } from '../../lib/form/form-failure.tsx';
import { unlessGone } from '../../lib/gone.ts';
import { t } from '../../lib/messages.ts';
import { useNow } from '../../lib/now.ts';
import { formatRelative } from '../../lib/time.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useServiceWrites } from './queries.ts';

export interface EndSecretProps {
  readonly service: Service;
  /** Undefined once it has ended. */
  readonly secret: ServiceSecret | undefined;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Asks before the earlier secret ends, with when it was last shown: whoever still has only that is shut out. */
export function EndSecret({ service, secret, open, onClose }: EndSecretProps) {
  const now = useNow();
  const writes = useServiceWrites();
  const { name } = service;
  // What it was about stays in the dialog while that goes.
  const [doomed, setDoomed] = useState(secret);
  if (secret !== undefined && secret !== doomed) setDoomed(secret);
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: async (id: string) => unlessGone(writes.endSecret(service.id, id)),
    onSuccess: () => {
      showToast(t.services.secretEnded({ name }));
      onClose();
    },
  });
  const lastUsed = doomed?.lastAccessTime ?? undefined;
  return (
    <Confirm
      open={open}
      title={t.services.endSecretTitle({ name })}
      confirmLabel={t.services.endSecretSubmit}
      cancelLabel={t.frame.cancel}
      pending={isPending}
      onConfirm={() => doomed !== undefined && mutate(doomed.id)}
      onCancel={onClose}
      onClosed={reset}
    >
      <FormFailure failure={error} title={t.services.endSecretFailed} />
      <p>{t.services.endSecretText}</p>
      <p>
        {lastUsed === undefined
          ? t.services.secretNeverUsed
          : t.services.secretLastUsed({ when: formatRelative(lastUsed, now) })}
      </p>
    </Confirm>
  );
}
