import type { Service } from '@countersign/sdk';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { FormFailure } from '../../lib/form/form-failure.tsx';
import { t } from '../../lib/messages.ts';
import { SecretDialog } from '../../lib/secret/secret-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { DialogBody, DialogFoot } from '../../ui/dialog.tsx';
import { type KeyedService, useServiceWrites } from './queries.ts';
import { ServiceSecret } from './service-secret.tsx';

export interface RotateSecretProps {
  readonly service: Service;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Asks before the secret is replaced, as the service is shut out until it knows the new one; then shows that, once. */
export function RotateSecret({ service, open, onClose }: RotateSecretProps) {
  const writes = useServiceWrites();
  const [made, setMade] = useState<KeyedService>();
  const cancel = useRef<HTMLButtonElement>(null);
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: () => writes.rotate(service.id),
    onSuccess: setMade,
  });
  const { name } = service;
  return (
    <SecretDialog
      open={open}
      title={made === undefined ? t.services.rotateTitle({ name }) : t.services.rotatedTitle({ name })}
      initialFocus={cancel}
      secret={made?.secret}
      pending={isPending}
      leaving={{ title: t.services.leaveTitle, text: t.services.leaveText }}
      onClose={onClose}
      onClosed={() => {
        reset();
        setMade(undefined);
      }}
    >
      {(acts) =>
        made === undefined ? (
          <>
            <DialogBody>
              <FormFailure failure={error} title={t.services.rotateFailed} />
              <p>{t.services.rotateText}</p>
            </DialogBody>
            <DialogFoot>
              <Button ref={cancel} onClick={acts.close} pending={isPending}>
                {t.frame.cancel}
              </Button>
              <Button weight="danger" pending={isPending} onClick={() => mutate()}>
                {isPending ? t.services.rotating : t.services.rotateSubmit}
              </Button>
            </DialogFoot>
          </>
        ) : (
          <ServiceSecret keyed={made} acts={acts} />
        )
      }
    </SecretDialog>
  );
}
