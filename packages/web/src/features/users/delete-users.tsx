import type { User } from '@countersign/sdk';
import { useState } from 'react';
import { type UserImpacts, useUserImpacts } from '../../lib/impact.ts';
import { ConfirmOneByOne } from '../../lib/list/confirm-one-by-one.tsx';
import { t } from '../../lib/messages.ts';
import type { PickerItem } from '../../ui/picker.tsx';
import { BotsLeft } from './bots-left.tsx';
import { useDeleteUsers } from './queries.ts';

export interface DeleteUsersProps {
  readonly open: boolean;
  readonly users: readonly User[];
  readonly onDeleted?: (ids: ReadonlySet<string>) => void;
  readonly nextFocus?: (() => HTMLElement | null) | undefined;
  readonly onClose: () => void;
}

/** The end of whole identities: what goes with them is counted, and the login, or the number, is typed. */
export function DeleteUsers({ open, users, onDeleted, nextFocus, onClose }: DeleteUsersProps) {
  const [successor, setSuccessor] = useState<PickerItem>();
  const act = useDeleteUsers(successor?.id);
  const impacts = useUserImpacts(open ? users.map(({ id }) => id) : []);
  const count = users.length;
  const [{ login } = { login: '' }] = users;
  return (
    <ConfirmOneByOne
      open={open}
      rows={users}
      nameOf={(user) => user.login}
      act={act}
      typed={
        count === 1
          ? {
              expected: login,
              typeLabel: t.removal.typeLogin({ login }),
              typeWrong: t.removal.typeLoginWrong({ login }),
            }
          : {
              expected: String(count),
              typeLabel: t.removal.typeCount({ count }),
              typeWrong: t.removal.typeCountWrong({ count }),
              inputMode: 'numeric',
            }
      }
      texts={{
        title: t.removal.title({ names: users.map((user) => user.login) }),
        submit: t.removal.submit({ count }),
        pending: t.removal.pending,
        done: t.removal.done,
        failed: t.removal.failed,
      }}
      {...(onDeleted !== undefined && { onDone: onDeleted })}
      nextFocus={nextFocus}
      onClose={onClose}
      onClosed={() => setSuccessor(undefined)}
    >
      <p>{count === 1 ? sumOf(impacts) : t.removal.many}</p>
      <BotsLeft
        impacts={impacts.impacts}
        texts={t.removal}
        successor={successor}
        onSuccessor={setSuccessor}
        except={users.map(({ id }) => id)}
      />
      <p>{t.removal.final}</p>
    </ConfirmOneByOne>
  );
}

function sumOf({ impacts: [impact], isPending }: UserImpacts): string {
  if (impact === undefined) return isPending ? t.form.counting : t.removal.one;
  return t.removal.ends(impact);
}
