import type { AccessTables } from '../access/access-store.ts';
import type { Actor, Caller } from '../access/actor.ts';
import { authorizeChangeUser } from '../access/authorize.ts';
import type { AuditEntry } from '../audit/event.ts';
import type { TouchedFact } from '../audit/transaction.ts';
import type { UserId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import { allowed, ok, refuse } from '../kernel/result.ts';
import { malformed, type Result } from '../refusal.ts';
import type { UserTables } from './identity-store.ts';
import { readTargetUser } from './target-user.ts';
import { type User, userTarget } from './user.ts';

/** What becomes of the bots of somebody who leaves. */
export interface BotsLeft {
  readonly events: readonly AuditEntry[];
  readonly touched: readonly TouchedFact[];
  readonly handedOver: number;
  /** Without a successor they stay and wait: a bot is suspended while nobody active answers for it. */
  readonly suspended: number;
}

/**
 * Gives the bots of somebody who leaves to a successor, or leaves them suspended. Taking over a bot is guarded
 * as any change of it: the actor must hold all that the bot holds.
 */
export async function leaveBots(
  tables: UserTables & AccessTables,
  actor: Actor,
  caller: Caller,
  leaving: { readonly owner: UserId; readonly successor: UserId | undefined; readonly at: Instant },
): Promise<Result<BotsLeft>> {
  const bots = await tables.users.listBotsOf(leaving.owner);
  const touched = bots.map((bot): TouchedFact => ({ kind: 'user', id: bot.id }));
  const { successor } = leaving;
  if (successor === undefined) return ok({ events: [], touched, handedOver: 0, suspended: bots.length });
  if (successor === leaving.owner) return refuse(malformed('successor', 'must be somebody else'));
  const fit = await checkOwner(tables, successor, 'successor');
  if (!fit.ok) return fit;

  const events: AuditEntry[] = [];
  for (const bot of bots) {
    const { target } = await readTargetUser(tables, bot.id);
    const may = authorizeChangeUser(actor, target);
    if (!may.ok) return may;
    await tables.users.update({ ...bot, ownerId: successor });
    events.push({
      kind: 'bot.handed-over',
      at: leaving.at,
      caller,
      subject: bot.id,
      target: userTarget(bot),
      changes: [{ field: 'owner', before: leaving.owner, after: successor }],
    });
  }
  return ok({ events, touched, handedOver: bots.length, suspended: 0 });
}

/** Who answers for a bot is an active person. */
export async function checkOwner(tables: UserTables, owner: UserId, field: string): Promise<Result<void>> {
  const user: User | undefined = await tables.users.find(owner);
  if (user?.kind !== 'person' || user.state.kind !== 'active')
    return refuse(malformed(field, 'must be an active person'));
  return allowed;
}
