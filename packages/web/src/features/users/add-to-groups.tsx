import type { User } from '@countersign/sdk';
import { type SubmitEvent, useRef, useState } from 'react';
import { client } from '../../lib/api.ts';
import { FailedRows } from '../../lib/list/failed-rows.tsx';
import { useOneByOne } from '../../lib/list/one-by-one.ts';
import { t } from '../../lib/messages.ts';
import { EntitiesField } from '../../lib/pick/entity-field.tsx';
import { searchJoinableGroups } from '../../lib/pick/search-entities.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogBody, DialogFoot } from '../../ui/dialog.tsx';
import type { PickerItem } from '../../ui/picker.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useRefreshUsers } from './queries.ts';

export interface AddToGroupsProps {
  readonly user: User;
  /** By id; these are not offered. */
  readonly joined: readonly string[];
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Puts a user into groups, one by one. Those that refuse stay chosen, each with its reason. */
export function AddToGroups({ user: { id, login }, joined, open, onClose }: AddToGroupsProps) {
  const [groups, setGroups] = useState<readonly PickerItem[]>([]);
  const [missing, setMissing] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const act = useOneByOne<PickerItem>((group) => client.users.addGroup(id, group.id), useRefreshUsers());
  const pending = act.done !== undefined;
  const count = groups.length;
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pending) return;
    if (count === 0) {
      setMissing(true);
      field.current?.focus();
      return;
    }
    const added = await act.run(groups);
    if (added.length > 0) showToast(t.memberships.added({ names: added.map(({ label }) => label) }));
    if (added.length === count) onClose();
    else setGroups(groups.filter((group) => !added.includes(group)));
  };
  const close = () => {
    if (!pending) onClose();
  };
  return (
    <Dialog
      open={open}
      title={t.memberships.addTitle({ login })}
      closeLabel={t.frame.close}
      initialFocus={field}
      onClose={close}
      onClosed={() => {
        act.reset();
        setGroups([]);
        setMissing(false);
      }}
    >
      <form noValidate onSubmit={submit}>
        <DialogBody>
          {act.failures.length > 0 && (
            <FailedRows
              title={t.memberships.addFailed({ failed: act.failures.length, count })}
              failures={act.failures}
              nameOf={({ label }) => label}
            />
          )}
          <EntitiesField
            ref={field}
            label={t.memberships.groups}
            hint={t.memberships.groupsHint}
            error={missing ? t.memberships.groupsMissing : undefined}
            search={async (text, signal) =>
              (await searchJoinableGroups(text, signal)).filter((group) => !joined.includes(group.id))
            }
            value={groups}
            onChange={(chosen) => {
              setGroups(chosen);
              setMissing(false);
            }}
          />
        </DialogBody>
        <DialogFoot>
          <Button onClick={close} disabled={pending}>
            {t.frame.cancel}
          </Button>
          <Button type="submit" weight="primary" pending={pending}>
            {t.memberships.addSubmit}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
