import type { ApplicationPassword } from '@countersign/sdk';
import { ConfirmOneByOne } from '../../lib/list/confirm-one-by-one.tsx';
import { NamedList } from '../../lib/list/named-list.tsx';
import { t } from '../../lib/messages.ts';
import { formatRelative } from '../../lib/time.ts';
import { useDeletePasswords } from './queries.ts';

export interface DeletePasswordsProps {
  readonly userId: string;
  readonly open: boolean;
  readonly passwords: readonly ApplicationPassword[];
  readonly now: number;
  readonly onDeleted: (ids: ReadonlySet<string>) => void;
  readonly nextFocus: () => HTMLElement | null;
  readonly onClose: () => void;
}

/** Asks first, with when each was last used. */
export function DeletePasswords(props: DeletePasswordsProps) {
  const { userId, open, passwords, now, onDeleted, nextFocus, onClose } = props;
  const deletion = useDeletePasswords(userId);
  const count = passwords.length;
  const lastUseOf = ({ lastAccessTime }: ApplicationPassword) =>
    lastAccessTime === null
      ? t.applicationPasswords.neverUsed
      : t.applicationPasswords.lastUsed({ when: formatRelative(lastAccessTime, now) });
  return (
    <ConfirmOneByOne
      open={open}
      rows={passwords}
      nameOf={({ name }) => name}
      act={deletion}
      texts={{
        title: t.applicationPasswords.deleteTitle({ names: passwords.map(({ name }) => name) }),
        submit: t.applicationPasswords.deleteSubmit({ count }),
        pending: t.applicationPasswords.deleting,
        done: t.applicationPasswords.deleted,
        failed: t.applicationPasswords.deleteFailed,
      }}
      onDone={onDeleted}
      nextFocus={nextFocus}
      onClose={onClose}
    >
      {count === 1 ? (
        passwords.map((password) => <p key={password.id}>{lastUseOf(password)}</p>)
      ) : (
        <NamedList
          items={passwords.map((password) => ({
            id: password.id,
            name: password.name,
            note: lastUseOf(password),
          }))}
        />
      )}
      <p>{t.applicationPasswords.deleteText({ count })}</p>
    </ConfirmOneByOne>
  );
}
