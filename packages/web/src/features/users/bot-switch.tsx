/** The one switch of a bot: off, nothing that speaks for it is accepted; its tokens stay for when it is on again. */
import type { User } from '@countersign/sdk';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { client } from '../../lib/api.ts';
import { FailurePanel } from '../../lib/failure-panel.tsx';
import { t } from '../../lib/messages.ts';
import { Switch } from '../../ui/switch.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useRefreshUsers } from './queries.ts';

export interface BotSwitch {
  cell(bot: User): ReactNode;
  /** What could not be switched last. */
  readonly failure: ReactNode;
}

export function useBotSwitch(): BotSwitch {
  const refresh = useRefreshUsers();
  const toggle = useMutation({
    mutationFn: ({ id, banned }: User) => client.users.update(id, { banned: !banned }),
    onSuccess: (_answer, { banned, login }) =>
      showToast(banned ? t.bots.switchedOn({ login }) : t.bots.switchedOff({ login })),
    onSettled: refresh,
  });
  const { variables, isPending, error } = toggle;
  return {
    cell: (bot) => (
      <Switch
        label={t.bots.enabled({ login: bot.login })}
        labelHidden
        checked={!bot.banned && !bot.suspended}
        disabledReason={bot.suspended ? t.bots.offWithoutOwner : undefined}
        pending={isPending && variables.id === bot.id}
        onChange={() => toggle.mutate(bot)}
      />
    ),
    failure: error !== null && (
      <FailurePanel
        error={error}
        title={t.bots.switchFailed({ login: variables?.login ?? '' })}
        kind="write"
      />
    ),
  };
}
