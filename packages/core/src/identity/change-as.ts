import { type AccessTables, permissionsOf } from '../access/access-store.ts';
import type { Actor, Caller } from '../access/actor.ts';
import { intersect } from '../access/permission-set.ts';
import type { Recorded, Transactor } from '../audit/transaction.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Result } from '../refusal.ts';
import type { UserTables } from './identity-store.ts';

/**
 * Runs a change with the actor as they are *inside* the transaction. A request is authenticated before its
 * transaction begins; whoever was banned or demoted in between holds, here, what they hold now and no more
 * (ASVS 15.4.2: the check and the act are one atomic operation). Every change made for somebody goes this way.
 */
export function changeAs<Needs extends UserTables & AccessTables, Value>(
  store: Transactor<Needs>,
  caller: Caller,
  work: (tables: Needs, actor: Actor) => Promise<Result<Recorded<Value>>>,
): Promise<Result<Value>> {
  return store.change(async (tables) => {
    const actor = await actorNow(tables, caller.actor);
    return actor.ok ? work(tables, actor.value) : actor;
  });
}

async function actorNow(tables: UserTables & AccessTables, actor: Actor): Promise<Result<Actor>> {
  if (actor.kind !== 'user') return ok(actor);
  const user = await tables.users.find(actor.userId);
  if (user?.state.kind !== 'active')
    return refuse({ kind: 'token-inactive', internalReason: 'the actor was ended meanwhile' });
  const holdsNow = await permissionsOf(tables, actor.userId);
  return ok({ ...actor, permissions: intersect(actor.permissions, holdsNow) });
}
