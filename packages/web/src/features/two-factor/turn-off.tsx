import type { TwoFactorAuthentication, UserReference } from '@countersign/sdk';
import { useState } from 'react';
import { FormFailure } from '../../lib/form/form-failure.tsx';
import { useImpact } from '../../lib/impact.ts';
import { t } from '../../lib/messages.ts';
import { Button } from '../../ui/button.tsx';
import { showToast } from '../../ui/toast.tsx';
import { TypedConfirm } from '../../ui/typed-confirm.tsx';
import { useTurnOff } from './queries.ts';

export interface TurnOffProps {
  readonly user: Pick<UserReference, 'id' | 'login'>;
  readonly state: TwoFactorAuthentication;
  readonly refusal: string | undefined;
}

/** For somebody who has lost the device and the codes: it takes a protection away, so the login is typed. */
export function TurnOff({ user: { id, login }, state, refusal }: TurnOffProps) {
  const [open, setOpen] = useState(false);
  const { mutate, isPending, error, reset } = useTurnOff(id);
  const { data: impact } = useImpact('users', id, open);
  const count = impact?.applicationPasswords ?? 0;
  const onClose = () => setOpen(false);
  return (
    <>
      <Button
        disabledReason={refusal ?? (state.active ? undefined : t.twoFactor.isOff)}
        onClick={() => setOpen(true)}
      >
        {t.twoFactor.turnOff}
      </Button>
      <TypedConfirm
        open={open}
        title={t.twoFactor.offTitle({ login })}
        expected={login}
        typeLabel={t.twoFactor.typeLogin({ login })}
        typeWrong={t.twoFactor.typeLoginWrong({ login })}
        confirmLabel={t.twoFactor.offSubmit}
        cancelLabel={t.frame.cancel}
        pending={isPending}
        onConfirm={() =>
          mutate(undefined, {
            onSuccess: () => {
              showToast(t.twoFactor.offDone({ login }));
              onClose();
            },
          })
        }
        onCancel={onClose}
        onClosed={reset}
      >
        <FormFailure failure={error} title={t.twoFactor.offFailed} />
        <p>{t.twoFactor.offText({ login })}</p>
        {count > 0 && <p>{t.twoFactor.offPasswords({ count, login })}</p>}
        {state.required && <p>{t.twoFactor.offAgain({ login })}</p>}
      </TypedConfirm>
    </>
  );
}
