import type { Caller } from '../access/actor.ts';
import { authorizeRevokeCredential } from '../access/authorize-credentials.ts';
import type { Transactor } from '../audit/transaction.ts';
import { type ActorTables, changeAs } from '../identity/change-as.ts';
import { type ConnectionEnding, endConnectionsMadeWith } from '../identity/end-connections.ts';
import type { ApplicationPasswordId, UserId } from '../kernel/id.ts';
import type { Clock } from '../kernel/instant.ts';
import { ok, refuse } from '../kernel/result.ts';
import { notFound, type Result } from '../refusal.ts';
import type { ApplicationPasswordTables } from './credential-store.ts';

export interface RevokeApplicationPasswordPorts {
  readonly clock: Clock;
  readonly store: Transactor<ApplicationPasswordTables & ActorTables & ConnectionEnding>;
}

/**
 * Ends an application password, as `revokePermanentToken` ends a token: durably, and for every check from then on. What
 * services were let do by it ends with it.
 */
export async function revokeApplicationPassword(
  ports: RevokeApplicationPasswordPorts,
  caller: Caller,
  owner: UserId,
  id: ApplicationPasswordId,
): Promise<Result<void>> {
  const now = ports.clock.now();
  return changeAs(ports, caller, async (tables, actor) => {
    const may = authorizeRevokeCredential(actor, owner);
    if (!may.ok) return may;
    const password = await tables.applicationPasswords.find(id);
    if (password === undefined || password.userId !== owner || password.state.kind === 'revoked')
      return refuse(notFound('application password'));
    const by = actor.kind === 'user' ? actor.userId : 'system';
    await tables.applicationPasswords.update({ ...password, state: { kind: 'revoked', at: now, by } });
    const ended = await endConnectionsMadeWith(tables, { user: owner, password: id }, { at: now, by });
    return ok({
      value: undefined,
      events: [
        {
          kind: 'application-password.revoked',
          at: now,
          caller,
          subject: owner,
          target: { kind: 'application-password', id, name: password.name },
        },
      ],
      touched: [{ kind: 'application-password', id: password.hash }, ...ended],
    });
  });
}
