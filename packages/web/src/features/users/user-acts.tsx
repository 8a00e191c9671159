/** What can be done to users from a list or from their own page: ban, unban, delete. */
import type { User } from '@countersign/sdk';
import { type ReactNode, useState } from 'react';
import { useActsOfAll } from '../../lib/acts.ts';
import type { KeyActs } from '../../lib/keys.ts';
import { FailedRows } from '../../lib/list/failed-rows.tsx';
import { t } from '../../lib/messages.ts';
import { Button } from '../../ui/button.tsx';
import { BanIcon, BinIcon } from '../../ui/icons.tsx';
import { showToast } from '../../ui/toast.tsx';
import { BanUsers } from './ban-users.tsx';
import { DeleteUsers } from './delete-users.tsx';
import { useUnbanUsers } from './queries.ts';

export interface UserActsInput {
  /** Whom the buttons are about. */
  readonly target: readonly User[];
  readonly onDeleted?: (ids: ReadonlySet<string>) => void;
  readonly nextFocus?: () => HTMLElement | null;
}

export interface UserActs {
  readonly buttons: ReactNode;
  /** To stand in the page: the questions, and what could not be done. */
  readonly dialogs: ReactNode;
  readonly failures: ReactNode;
  onDelete(users: readonly User[]): void;
  keys(users: readonly User[]): KeyActs;
}

export function useUserActs({ target, onDeleted, nextFocus }: UserActsInput): UserActs {
  const [dialog, setDialog] = useState<'ban' | 'delete'>();
  // Stays as it was asked about, whatever happens to the selection meanwhile.
  const [asked, setAsked] = useState<readonly User[]>([]);
  const unban = useUnbanUsers();
  const acts = useActsOfAll(
    'users',
    target.map(({ id }) => id),
  );
  const ask = (which: 'ban' | 'delete', users: readonly User[]) => {
    setAsked(users);
    setDialog(which);
  };
  const lift = async (users: readonly User[]) => {
    if (unban.done !== undefined) return;
    const lifted = await unban.run(users);
    if (lifted.length > 0) showToast(t.users.unbanned({ names: lifted.map(({ login }) => login) }));
  };
  const allBanned = target.length > 0 && target.every(({ banned }) => banned);
  const close = () => setDialog(undefined);

  return {
    buttons: (
      <>
        {allBanned ? (
          <Button
            icon={<BanIcon />}
            pending={unban.done !== undefined}
            disabledReason={acts.reasonOf('ban')}
            onClick={() => void lift(target)}
          >
            {t.users.unban({ count: target.length })}
          </Button>
        ) : (
          <Button
            icon={<BanIcon />}
            disabledReason={banReason(target) ?? acts.reasonOf('ban')}
            onClick={() => ask('ban', target)}
          >
            {t.users.ban({ count: target.length })}
          </Button>
        )}
        <Button
          icon={<BinIcon />}
          disabledReason={target.length === 0 ? t.users.selectFirst : acts.reasonOf('delete')}
          onClick={() => ask('delete', target)}
        >
          {t.users.delete({ count: target.length })}
        </Button>
      </>
    ),
    dialogs: (
      <>
        <BanUsers open={dialog === 'ban'} users={asked} onClose={close} />
        <DeleteUsers
          open={dialog === 'delete'}
          users={asked}
          {...(onDeleted !== undefined && { onDeleted })}
          nextFocus={nextFocus}
          onClose={close}
        />
      </>
    ),
    failures: unban.failures.length > 0 && (
      <FailedRows title={t.users.unbanFailed} failures={unban.failures} nameOf={({ login }) => login} />
    ),
    onDelete: (users) => ask('delete', users),
    keys: (users) => ({
      ...(users.length > 0 && {
        b: () => (users.every(({ banned }) => banned) ? void lift(users) : ask('ban', users)),
      }),
    }),
  };
}

function banReason(target: readonly User[]): string | undefined {
  if (target.length === 0) return t.users.selectFirst;
  return target.some(({ banned }) => banned) ? t.users.selectUnbanned : undefined;
}
