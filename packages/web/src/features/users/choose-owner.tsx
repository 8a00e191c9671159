import type { User } from '@countersign/sdk';
import { type SubmitEvent, useRef, useState } from 'react';
import { client } from '../../lib/api.ts';
import { FailedRows } from '../../lib/list/failed-rows.tsx';
import { NamedList } from '../../lib/list/named-list.tsx';
import { useOneByOne } from '../../lib/list/one-by-one.ts';
import { t } from '../../lib/messages.ts';
import { EntityField } from '../../lib/pick/entity-field.tsx';
import { searchPersons } from '../../lib/pick/search-persons.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogBody, DialogFoot } from '../../ui/dialog.tsx';
import type { PickerItem } from '../../ui/picker.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useRefreshUsers } from './queries.ts';

export interface ChooseOwnerProps {
  readonly bots: readonly User[];
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Makes one person answer for these bots, which are accepted again from then on. */
export function ChooseOwner({ bots, open, onClose }: ChooseOwnerProps) {
  const [owner, setOwner] = useState<PickerItem>();
  const [missing, setMissing] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const act = useOneByOne<User>(
    (bot) => client.users.update(bot.id, { owner: { id: owner?.id ?? '' } }),
    useRefreshUsers(),
  );
  const pending = act.done !== undefined;
  const { failures } = act;
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pending) return;
    if (owner === undefined) {
      setMissing(true);
      field.current?.focus();
      return;
    }
    const targets = failures.length === 0 ? bots : failures.map(({ row }) => row);
    const changed = await act.run(targets);
    if (changed.length > 0)
      showToast(t.bots.ownerChosen({ owner: owner.label, names: changed.map(({ login }) => login) }));
    if (changed.length === targets.length) onClose();
  };
  const close = () => {
    if (!pending) onClose();
  };
  return (
    <Dialog
      open={open}
      title={t.bots.chooseOwnerTitle({ count: bots.length })}
      closeLabel={t.frame.close}
      initialFocus={field}
      onClose={close}
      onClosed={() => {
        act.reset();
        setOwner(undefined);
        setMissing(false);
      }}
    >
      <form noValidate onSubmit={submit}>
        <DialogBody>
          {failures.length > 0 ? (
            <FailedRows
              title={t.bots.chooseOwnerFailed({ failed: failures.length, count: bots.length })}
              failures={failures}
              nameOf={({ login }) => login}
            />
          ) : (
            <NamedList items={bots.map(({ id, name, purpose }) => ({ id, name, note: purpose ?? '' }))} />
          )}
          <EntityField
            ref={field}
            label={t.bots.owner}
            hint={t.user.ownerHint}
            error={missing ? t.user.ownerMissing : undefined}
            search={searchPersons()}
            value={owner}
            onChange={(chosen) => {
              setOwner(chosen);
              setMissing(false);
            }}
          />
        </DialogBody>
        <DialogFoot>
          <Button onClick={close} disabled={pending}>
            {t.frame.cancel}
          </Button>
          <Button type="submit" weight="primary" pending={pending}>
            {t.bots.chooseOwnerSubmit}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
