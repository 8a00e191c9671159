import type { Caller } from '../access/actor.ts';
import { authorizeRevokeCredential } from '../access/authorize-credentials.ts';
import type { Transactor } from '../audit/transaction.ts';
import { type ActorTables, changeAs } from '../identity/change-as.ts';
import type { PermanentTokenId, UserId } from '../kernel/id.ts';
import type { Clock } from '../kernel/instant.ts';
import { ok, refuse } from '../kernel/result.ts';
import { notFound, type Result } from '../refusal.ts';
import type { PermanentTokenTables } from './credential-store.ts';

export interface RevokePorts {
  readonly clock: Clock;
  readonly store: Transactor<PermanentTokenTables & ActorTables>;
}

/**
 * Ends a token. When this resolves with success the end is durable, and no check that begins afterwards
 * accepts it. The row stays for the log's sake; for everybody else the token is gone.
 */
export async function revokePermanentToken(
  ports: RevokePorts,
  caller: Caller,
  owner: UserId,
  id: PermanentTokenId,
): Promise<Result<void>> {
  const now = ports.clock.now();
  return changeAs(ports, caller, async (tables, actor) => {
    const may = authorizeRevokeCredential(actor, owner);
    if (!may.ok) return may;
    const token = await tables.permanentTokens.find(id);
    if (token === undefined || token.userId !== owner || token.state.kind === 'revoked') {
      return refuse(notFound('permanent token'));
    }
    const by = actor.kind === 'user' ? actor.userId : 'system';
    await tables.permanentTokens.update({ ...token, state: { kind: 'revoked', at: now, by } });
    return ok({
      value: undefined,
      events: [
        {
          kind: 'permanent-token.revoked',
          at: now,
          caller,
          subject: owner,
          target: { kind: 'permanent-token', id, name: token.name },
        },
      ],
      touched: [{ kind: 'permanent-token', id: token.hash }],
    });
  });
}
