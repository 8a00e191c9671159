import type { Caller, UserActor } from '../access/actor.ts';
import type { Transactor } from '../audit/transaction.ts';
import type { Clock } from '../kernel/instant.ts';
import { ok } from '../kernel/result.ts';
import type { Result } from '../refusal.ts';
import type { SessionTables } from './session-store.ts';

/** Signs out: the session that made this request is refused from the commit on. A token has no session to end. */
export async function endSession(
  ports: { readonly clock: Clock; readonly store: Transactor<SessionTables> },
  caller: Caller<UserActor>,
): Promise<Result<void>> {
  const { via, userId, login } = caller.actor;
  if (via.kind !== 'session') return ok(undefined);
  const at = ports.clock.now();
  return ports.store.change(async (tables) => {
    await tables.sessions.delete(via.id);
    return ok({
      value: undefined,
      events: [
        {
          kind: 'session.ended',
          at,
          caller,
          subject: userId,
          target: { kind: 'session', id: via.id, name: login },
        },
      ],
      touched: [],
    });
  });
}
