import type { Service } from '@countersign/sdk';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { FormFailure } from '../../lib/form/form-failure.tsx';
import { t } from '../../lib/messages.ts';
import { SecretDialog } from '../../lib/secret/secret-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { DialogBody, DialogFoot } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Select } from '../../ui/select.tsx';
import { type KeyedService, useServiceWrites } from './queries.ts';
import { ServiceSecret } from './service-secret.tsx';

const overlaps = ['0', '3600', '86400', '604800'] as const;
type Overlap = (typeof overlaps)[number];
const aDay: Overlap = '86400';

export interface RotateSecretProps {
  readonly service: Service;
  /** The secret that is on its way out already. */
  readonly earlier: { readonly hint: string } | undefined;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Asks how long the secret in force shall stay good beside the new one; then shows that, once. */
export function RotateSecret({ service, earlier, open, onClose }: RotateSecretProps) {
  const writes = useServiceWrites();
  const [made, setMade] = useState<KeyedService>();
  const [overlap, setOverlap] = useState<Overlap>(aDay);
  const cancel = useRef<HTMLButtonElement>(null);
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: () => writes.rotate(service.id, { overlap: Number(overlap) }),
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
        setOverlap(aDay);
      }}
    >
      {(acts) =>
        made === undefined ? (
          <>
            <DialogBody>
              <FormFailure failure={error} title={t.services.rotateFailed} />
              <Select
                label={t.services.overlap}
                hint={overlap === '0' ? t.services.overlapNoneHint : t.services.overlapHint}
                options={overlaps.map((value) => ({ value, label: t.services.overlaps[value] }))}
                value={overlap}
                onChange={setOverlap}
              />
              {earlier !== undefined && (
                <Notice tone="warning">{t.services.thirdSecret({ hint: earlier.hint })}</Notice>
              )}
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
