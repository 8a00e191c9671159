import { type AccessTables, permissionsOf } from '../access/access-store.ts';
import type { Actor, ActorCredential, Caller, UserActor } from '../access/actor.ts';
import { intersect } from '../access/permission-set.ts';
import type { Recorded, Transactor } from '../audit/transaction.ts';
import type {
  ApplicationPasswordId,
  ConnectionId,
  PermanentTokenId,
  SessionId,
  UserId,
} from '../kernel/id.ts';
import { type Clock, hasPassed, type Instant } from '../kernel/instant.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Result } from '../refusal.ts';
import { isAnsweredFor } from './accountable.ts';
import type { GroupTables, UserTables } from './identity-store.ts';
import { cutDown, isReduced } from './two-factor-requirement.ts';

/** What a change made for somebody reads of the credential that asked for it. */
export interface ActorTables extends UserTables, GroupTables, AccessTables {
  readonly applicationPasswords: {
    find(id: ApplicationPasswordId): Promise<{ readonly state: { readonly kind: string } } | undefined>;
  };
  readonly permanentTokens: {
    find(
      id: PermanentTokenId,
    ): Promise<
      { readonly state: { readonly kind: string }; readonly expiresAt: Instant | undefined } | undefined
    >;
  };
  readonly connections: {
    find(
      id: ConnectionId,
    ): Promise<{ readonly state: { readonly kind: string }; readonly expiresAt: Instant } | undefined>;
  };
  readonly factors: { hasActive(user: UserId): Promise<boolean> };
  readonly sessions: {
    find(
      id: SessionId,
    ): Promise<{ readonly expiresAt: Instant; readonly hasSecondFactor: boolean } | undefined>;
  };
}

/**
 * Runs a change with the actor as they are *inside* the transaction. A request is authenticated before its
 * transaction begins; whoever was banned, demoted, signed out or had their token revoked in between is, here,
 * what they are now (ASVS 15.4.2: the check and the act are one atomic operation). Every change made for
 * somebody goes this way.
 */
export function changeAs<Needs extends ActorTables, Value>(
  ports: { readonly clock: Clock; readonly store: Transactor<Needs> },
  caller: Caller,
  work: (tables: Needs, actor: Actor) => Promise<Result<Recorded<Value>>>,
): Promise<Result<Value>> {
  return ports.store.change(async (tables) => {
    const actor = await actorNow(tables, caller.actor, ports.clock.now());
    return actor.ok ? work(tables, actor.value) : actor;
  });
}

async function actorNow(tables: ActorTables, actor: Actor, now: Instant): Promise<Result<Actor>> {
  if (actor.kind !== 'user') return ok(actor);
  const user = await tables.users.find(actor.userId);
  const isUp = user?.state.kind === 'active' && (await isAnsweredFor(tables, user));
  const via = isUp ? await credentialNow(tables, actor, now) : undefined;
  if (via === undefined)
    return refuse({ kind: 'token-inactive', internalReason: 'the actor was ended meanwhile' });
  const held = await permissionsOf(tables, actor.userId);
  const holdsNow = via.kind === 'session' && via.isReduced ? cutDown(held) : held;
  return ok({ ...actor, via, permissions: intersect(actor.permissions, holdsNow) });
}

/** The credential that made the request as it is now; absent when it has ended since. */
async function credentialNow(
  tables: ActorTables,
  { userId, via }: UserActor,
  now: Instant,
): Promise<ActorCredential | undefined> {
  switch (via.kind) {
    case 'session': {
      const session = await tables.sessions.find(via.id);
      if (session === undefined || hasPassed(session.expiresAt, now)) return undefined;
      return { ...via, isReduced: await isReduced(tables, session, userId, now) };
    }
    case 'permanent-token': {
      const token = await tables.permanentTokens.find(via.id);
      return token?.state.kind === 'active' && !hasPassed(token.expiresAt, now) ? via : undefined;
    }
    case 'application-password': {
      const password = await tables.applicationPasswords.find(via.id);
      return password?.state.kind === 'active' && (await tables.factors.hasActive(userId)) ? via : undefined;
    }
    case 'access-token': {
      const connection = await tables.connections.find(via.id);
      return connection?.state.kind === 'active' && !hasPassed(connection.expiresAt, now) ? via : undefined;
    }
  }
}
