import { useRef, useState } from 'react';
import { FormFailure } from '../../lib/form/form-failure.tsx';
import { useForm } from '../../lib/form/use-form.ts';
import { t } from '../../lib/messages.ts';
import { EntityField } from '../../lib/pick/entity-field.tsx';
import { searchServices } from '../../lib/pick/search-entities.ts';
import { SecretDialog } from '../../lib/secret/secret-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { DialogBody, DialogFoot } from '../../ui/dialog.tsx';
import type { PickerItem } from '../../ui/picker.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { type ShownPassword, useIssuePassword } from './queries.ts';
import { ShowPassword } from './show-password.tsx';

interface Draft {
  readonly name: string;
  readonly service: PickerItem | undefined;
}

const blank: Draft = { name: '', service: undefined };

/** Makes an application password for oneself: first what it is for, then the password, once. */
export function NewPassword({ open, onClose }: { open: boolean; onClose: () => void }) {
  const issue = useIssuePassword();
  const [made, setMade] = useState<ShownPassword>();
  const field = useRef<HTMLInputElement>(null);
  const form = useForm({
    initial: blank,
    check: ({ name }) => (name.trim() === '' ? { name: t.applicationPasswords.nameMissing } : {}),
    write: ({ name, service }) => issue({ name: name.trim(), service: service?.id }),
    onDone: setMade,
  });
  const { draft, errors, change } = form;
  return (
    <SecretDialog
      open={open}
      title={
        made === undefined
          ? t.applicationPasswords.createTitle
          : t.applicationPasswords.createdTitle({ name: made.name })
      }
      initialFocus={field}
      secret={made?.secret}
      pending={form.isPending}
      leaving={{ title: t.applicationPasswords.leaveTitle, text: t.applicationPasswords.leaveText }}
      onClose={onClose}
      onClosed={() => {
        form.reset();
        setMade(undefined);
      }}
    >
      {(acts) =>
        made === undefined ? (
          <form ref={form.element} noValidate onSubmit={form.submit}>
            <DialogBody>
              <FormFailure failure={form.failure} title={t.applicationPasswords.createFailed} />
              <TextField
                ref={field}
                label={t.applicationPasswords.name}
                hint={t.applicationPasswords.nameHint}
                error={errors.name}
                value={draft.name}
                onChange={(name) => change({ name })}
              />
              <EntityField
                label={t.applicationPasswords.service}
                hint={t.applicationPasswords.serviceHint}
                error={errors.service}
                search={searchServices}
                value={draft.service}
                onChange={(service) => change({ service })}
              />
            </DialogBody>
            <DialogFoot>
              <Button onClick={acts.close} disabled={form.isPending}>
                {t.frame.cancel}
              </Button>
              <Button type="submit" weight="primary" pending={form.isPending}>
                {form.isPending ? t.applicationPasswords.creating : t.applicationPasswords.create}
              </Button>
            </DialogFoot>
          </form>
        ) : (
          <ShowPassword made={made} acts={acts} />
        )
      }
    </SecretDialog>
  );
}
