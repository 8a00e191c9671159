import type { User } from '@countersign/sdk';
import { type SubmitEvent, useRef, useState } from 'react';
import { fieldFailuresOf } from '../../lib/failure.ts';
import { FailurePanel } from '../../lib/failure-panel.tsx';
import { useUserImpacts } from '../../lib/impact.ts';
import { FailedRows } from '../../lib/list/failed-rows.tsx';
import { t } from '../../lib/messages.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogBody, DialogFoot } from '../../ui/dialog.tsx';
import type { PickerItem } from '../../ui/picker.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { BotsLeft } from './bots-left.tsx';
import { useBanUsers } from './queries.ts';

export interface BanUsersProps {
  readonly open: boolean;
  readonly users: readonly User[];
  readonly onClose: () => void;
}

/** Asks why, and who answers for the bots; then bans one by one. */
export function BanUsers({ open, users, onClose }: BanUsersProps) {
  const [reason, setReason] = useState('');
  const [successor, setSuccessor] = useState<PickerItem>();
  const field = useRef<HTMLInputElement>(null);
  const act = useBanUsers({ reason, successor: successor?.id });
  const { impacts } = useUserImpacts(open ? users.map(({ id }) => id) : []);
  const { failures, done } = act;
  const pending = done !== undefined;
  const count = users.length;
  const [failure] = failures;
  // For one user each fault stands where it belongs; for several the list says whom it concerns.
  const { fields, rest } =
    count === 1
      ? fieldFailuresOf(failure?.error, ['banReason', 'successor'])
      : { fields: {}, rest: undefined };
  const shown: Readonly<Record<string, string>> = fields;

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pending) return;
    const targets = failures.length === 0 ? users : failures.map(({ row }) => row);
    const banned = await act.run(targets);
    if (banned.length > 0) showToast(t.ban.done({ names: banned.map(({ login }) => login) }));
    if (banned.length === targets.length) onClose();
  };
  const close = () => {
    if (!pending) onClose();
  };

  return (
    <Dialog
      open={open}
      title={t.ban.title({ names: users.map(({ login }) => login) })}
      closeLabel={t.frame.close}
      initialFocus={field}
      onClose={close}
      onClosed={() => {
        act.reset();
        setReason('');
        setSuccessor(undefined);
      }}
    >
      <form noValidate onSubmit={submit}>
        <DialogBody>
          {rest != null && <FailurePanel error={rest} title={t.ban.failedOne} kind="write" />}
          {count > 1 && failures.length > 0 && (
            <FailedRows
              title={t.ban.failed({ failed: failures.length, count })}
              failures={failures}
              nameOf={({ login }) => login}
            />
          )}
          <p>{t.ban.stops({ count })}</p>
          <TextField
            ref={field}
            label={t.ban.reason}
            hint={t.ban.reasonHint}
            error={shown.banReason}
            value={reason}
            onChange={setReason}
          />
          <BotsLeft
            impacts={impacts}
            texts={t.ban}
            successor={successor}
            error={shown.successor}
            onSuccessor={setSuccessor}
            except={users.map(({ id }) => id)}
          />
        </DialogBody>
        <DialogFoot>
          <Button onClick={close} disabled={pending}>
            {t.frame.cancel}
          </Button>
          <Button type="submit" weight="danger" pending={pending}>
            {pending ? t.ban.pending : t.ban.submit({ count })}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
