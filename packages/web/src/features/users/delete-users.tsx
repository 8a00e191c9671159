import type { User, UserImpact } from '@countersign/sdk';
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
              typeLabel: t.form.typeName({ name: login }),
              typeWrong: t.form.typeWrong({ name: login }),
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
      <p>{endsOf(impacts, count)}</p>
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

/** Counted where all of them are known; a part of it would only mislead. */
function endsOf({ impacts, isPending }: UserImpacts, count: number): string {
  if (isPending) return t.form.counting;
  if (impacts.length < count) return t.removal.all({ count });
  const sum = (part: (impact: UserImpact) => number) =>
    impacts.reduce((total, impact) => total + part(impact), 0);
  return t.removal.ends({
    tokens: sum(({ tokens }) => tokens),
    connections: sum(({ connections }) => connections),
    applicationPasswords: sum(({ applicationPasswords }) => applicationPasswords),
    recentUse: sum(({ recentUse }) => recentUse),
    sessions: sum(({ sessions }) => sessions),
    roles: sum(({ roles }) => roles),
    groups: sum(({ groups }) => groups),
  });
}
