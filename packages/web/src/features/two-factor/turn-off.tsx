import type { TwoFactorAuthentication, UserImpact, UserReference } from '@countersign/sdk';
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
  const passwords = passwordsText(useImpact('users', id, open), login);
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
        typeLabel={t.form.typeName({ name: login })}
        typeWrong={t.form.typeWrong({ name: login })}
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
        {passwords !== undefined && <p>{passwords}</p>}
        {state.required && <p>{t.twoFactor.offAgain({ login })}</p>}
      </TypedConfirm>
    </>
  );
}

interface Counted {
  readonly data: UserImpact | undefined;
  readonly isPending: boolean;
}

/** That application passwords end too; undefined only where it is known that there are none. */
function passwordsText({ data, isPending }: Counted, login: string): string | undefined {
  if (data === undefined) return isPending ? t.form.counting : t.twoFactor.offPasswordsUncounted({ login });
  const { applicationPasswords: count } = data;
  return count === 0 ? undefined : t.twoFactor.offPasswords({ count, login });
}
