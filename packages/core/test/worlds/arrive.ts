import { permissionsOf } from '../../src/access/access-store.ts';
import type { Caller, UserActor } from '../../src/access/actor.ts';
import type { PermissionSet } from '../../src/access/permission-set.ts';
import { trustId, type UserId } from '../../src/kernel/id.ts';
import { later } from '../../src/kernel/instant.ts';
import { ok } from '../../src/kernel/result.ts';
import type { SecretHash } from '../../src/kernel/secret.ts';
import { authenticateBearer } from '../../src/verification/authenticate-user.ts';
import type { FactProver } from '../../src/verification/facts.ts';
import type { RightsStore } from '../memory-store.ts';
import { digest, fixedClock, noon } from '../platform.ts';

/** Opens a session that stands as long as nobody ends it. */
export async function openSession(store: RightsStore, id: string, user: string): Promise<void> {
  const session = {
    id: trustId<never>(id),
    hash: `hash of ${id}` as SecretHash,
    userId: trustId<UserId>(user),
    startedAt: noon,
    expiresAt: later(noon, 60_000),
    address: undefined,
    userAgent: undefined,
    hasSecondFactor: false,
  };
  const caller = { actor: { kind: 'system' }, origin: { requestId: 'sign-in' } } as const;
  const target = { kind: 'session', id: session.id, name: user } as const;
  await store.change(async (tables) => {
    await tables.sessions.insert(session);
    return ok({
      value: undefined,
      events: [{ kind: 'session.started', at: noon, caller, target }],
      touched: [],
    });
  });
}

/** A request in a session, with all that the user holds now. */
export async function arriveInSession(
  store: RightsStore,
  session: string,
  user: string,
): Promise<Caller<UserActor>> {
  const userId = trustId<UserId>(user);
  const via = { kind: 'session', id: trustId<never>(session), authenticatedAt: noon } as const;
  const permissions = await permissionsOf(store.tables, userId);
  return callerOf({ kind: 'user', userId, login: user, via, permissions });
}

/** A request with a token, through the one decision. */
export async function arriveWithToken(facts: FactProver, secret: string): Promise<Caller<UserActor>> {
  const result = await authenticateBearer({ clock: fixedClock(noon), digest, facts }, secret);
  if (!result.ok) throw new Error(`a token that opens the authority was refused: ${result.refusal.kind}`);
  return callerOf(result.value.actor);
}

/** The same request, worth less. */
export function carrying(caller: Caller<UserActor>, permissions: PermissionSet): Caller<UserActor> {
  return callerOf({ ...caller.actor, permissions });
}

function callerOf(actor: UserActor): Caller<UserActor> {
  return { actor, origin: { requestId: 'an act' } };
}
