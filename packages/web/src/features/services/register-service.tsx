import { useRef, useState } from 'react';
import { FormFailure } from '../../lib/form/form-failure.tsx';
import { useForm } from '../../lib/form/use-form.ts';
import { t } from '../../lib/messages.ts';
import { SecretDialog, type SecretDialogActs } from '../../lib/secret/secret-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { DialogBody, DialogFoot } from '../../ui/dialog.tsx';
import { type KeyedService, useServiceWrites } from './queries.ts';
import { checkServiceDraft, ServiceFields } from './service-fields.tsx';
import { ServiceSecret } from './service-secret.tsx';

export interface RegisterServiceProps {
  readonly open: boolean;
  readonly onClose: () => void;
  /** After the secret was shown. */
  readonly onDone: (serviceId: string) => void;
}

const blank = { name: '', key: '', description: '', homeUrl: '' };

/** Registers an application: first what it is called, then its secret, once. */
export function RegisterService({ open, onClose, onDone }: RegisterServiceProps) {
  const writes = useServiceWrites();
  const [made, setMade] = useState<KeyedService>();
  const field = useRef<HTMLInputElement>(null);
  const form = useForm({
    initial: blank,
    check: checkServiceDraft,
    write: ({ name, key, description, homeUrl }) =>
      writes.register({
        name: name.trim(),
        ...(key !== '' && { key }),
        ...(description !== '' && { description }),
        ...(homeUrl !== '' && { homeUrl }),
      }),
    onDone: setMade,
  });
  const closed = () => {
    form.reset();
    setMade(undefined);
    if (made !== undefined) onDone(made.service.id);
  };
  return (
    <SecretDialog
      open={open}
      title={
        made === undefined ? t.services.createTitle : t.services.createdTitle({ name: made.service.name })
      }
      initialFocus={field}
      secret={made?.secret}
      pending={form.isPending}
      leaving={{ title: t.services.leaveTitle, text: t.services.leaveText }}
      onClose={onClose}
      onClosed={closed}
    >
      {(acts: SecretDialogActs) =>
        made === undefined ? (
          <form ref={form.element} noValidate onSubmit={form.submit}>
            <DialogBody>
              <FormFailure failure={form.failure} title={t.services.createFailed} />
              <ServiceFields form={form} first={field} isNew />
            </DialogBody>
            <DialogFoot>
              <Button onClick={acts.close} disabled={form.isPending}>
                {t.frame.cancel}
              </Button>
              <Button type="submit" weight="primary" pending={form.isPending}>
                {form.isPending ? t.services.creating : t.services.create}
              </Button>
            </DialogFoot>
          </form>
        ) : (
          <ServiceSecret keyed={made} acts={acts} />
        )
      }
    </SecretDialog>
  );
}
