import type { Caller } from '../access/actor.ts';
import type { AuditDetails, AuditEntry } from '../audit/event.ts';
import type { Transactor } from '../audit/transaction.ts';
import type { Clock } from '../kernel/instant.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Result } from '../refusal.ts';
import { pastKeys, type SigningKey, type SigningKeyTables } from './signing-key.ts';

export interface RenewSigningKeysPorts {
  readonly clock: Clock;
  readonly store: Transactor<SigningKeyTables>;
}

/**
 * Makes the key the newest, where the one of that id still is: of nodes that make one at the same time, one wins and
 * the others are refused.
 */
export function addSigningKey(
  { clock, store }: RenewSigningKeysPorts,
  caller: Caller,
  { key, after }: { readonly key: SigningKey; readonly after: string },
): Promise<Result<void>> {
  return store.change(async ({ signingKeys }) => {
    const [newest] = await signingKeys.list();
    if (newest?.id !== after)
      return refuse({ kind: 'conflict', rule: 'another node was first to make the next signing key' });
    await signingKeys.insert(key);
    return ok(renewed(clock, caller, { made: key.id }));
  });
}

/** Takes away the keys that nobody needs any more; answers how many. None: nothing is written, not even to the log. */
export async function forgetPastKeys(
  { clock, store }: RenewSigningKeysPorts,
  caller: Caller,
): Promise<number> {
  if (pastKeys(await store.tables.signingKeys.list(), clock.now()).length === 0) return 0;
  const forgotten = await store.change<number>(async ({ signingKeys }) => {
    const past = pastKeys(await signingKeys.list(), clock.now());
    if (past.length === 0)
      return refuse({ kind: 'conflict', rule: 'another node was first to forget the signing keys' });
    await signingKeys.forget(past);
    return ok({ ...renewed(clock, caller, { forgotten: past }), value: past.length });
  });
  return forgotten.ok ? forgotten.value : 0;
}

/** Puts the key in the place of all others: nothing that they signed is believed any more. */
export function replaceSigningKeys(
  { clock, store }: RenewSigningKeysPorts,
  caller: Caller,
  key: SigningKey,
): Promise<Result<void>> {
  return store.change(async ({ signingKeys }) => {
    const forgotten = (await signingKeys.list()).map(({ id }) => id);
    await signingKeys.forget(forgotten);
    await signingKeys.insert(key);
    return ok(renewed(clock, caller, { made: key.id, forgotten }));
  });
}

/** What checks read of credentials is not touched: identity tokens are not among them. */
function renewed(clock: Clock, caller: Caller, details: AuditDetails) {
  const event: AuditEntry = {
    kind: 'signing-keys.renewed',
    at: clock.now(),
    caller,
    target: { kind: 'authority' },
    details,
  };
  return { value: undefined, events: [event], touched: [] } as const;
}
