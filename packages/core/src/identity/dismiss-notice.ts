import type { Caller } from '../access/actor.ts';
import { authorizeDismissNotice } from '../access/authorize-credentials.ts';
import type { NoticeTables } from '../audit/notice.ts';
import type { Transactor } from '../audit/transaction.ts';
import type { UserId } from '../kernel/id.ts';
import type { Clock } from '../kernel/instant.ts';
import { ok, refuse } from '../kernel/result.ts';
import { notFound, type Result } from '../refusal.ts';
import { type ActorTables, changeAs } from './change-as.ts';
import { userTarget } from './user.ts';

export interface DismissNoticePorts {
  readonly clock: Clock;
  readonly store: Transactor<ActorTables & NoticeTables>;
}

/** Puts a notice away, by whom it is for and by hand: whoever made a token of theirs cannot hide what it did. */
export function dismissNotice(
  { clock, store }: DismissNoticePorts,
  caller: Caller,
  { userId, event }: { readonly userId: UserId; readonly event: number },
): Promise<Result<void>> {
  return changeAs({ clock, store }, caller, async (tables, actor) => {
    const may = authorizeDismissNotice(actor, userId);
    if (!may.ok) return may;
    const user = await tables.users.find(userId);
    if (user === undefined || !(await tables.notices.dismiss(userId, event)))
      return refuse(notFound('notice'));
    return ok({
      value: undefined,
      events: [
        {
          kind: 'notice.dismissed',
          at: clock.now(),
          caller,
          subject: userId,
          target: userTarget(user),
          details: { event },
        },
      ],
      touched: [],
    });
  });
}
