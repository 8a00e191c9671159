import type { Actor, Caller } from '../access/actor.ts';
import { checkFresh } from '../access/guard.ts';
import type { Recorded, Transactor } from '../audit/transaction.ts';
import type { Clock } from '../kernel/instant.ts';
import type { Result } from '../refusal.ts';
import { type ActorTables, changeAs } from './change-as.ts';

/**
 * Runs a change that an open browser alone must not allow to whoever finds it: what makes a credential, raises
 * somebody or ends them (ASVS 7.5.3). In a session it takes a sign-in of the last ten minutes; a token has no age.
 * That is asked last, so that nobody signs in again for what they may not do, or have mistyped; what the change
 * wrote until then is taken back with its transaction.
 */
export function changeFreshAs<Needs extends ActorTables, Value>(
  ports: { readonly clock: Clock; readonly store: Transactor<Needs> },
  caller: Caller,
  act: string,
  work: (tables: Needs, actor: Actor) => Promise<Result<Recorded<Value>>>,
): Promise<Result<Value>> {
  return changeAs(ports, caller, async (tables: Needs, actor) => {
    const done = await work(tables, actor);
    if (!done.ok) return done;
    const fresh = checkFresh(actor, ports.clock.now(), act);
    return fresh.ok ? done : fresh;
  });
}
