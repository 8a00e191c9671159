import type { Caller } from '../access/actor.ts';
import type { Clock } from '../kernel/instant.ts';
import { ok } from '../kernel/result.ts';
import type { Refusal } from '../refusal.ts';
import type { Transactor } from './transaction.ts';

/** What somebody tried: a route, and the objects that its path named. */
export interface Attempted {
  readonly route: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Gives a refused change its own event, in a transaction of its own: the one that refused wrote nothing. Only
 * refusals that say something about the actor are recorded; a typing error in a body is nobody's attempt.
 */
export async function recordRefusal(
  ports: { readonly clock: Clock; readonly store: Transactor<unknown> },
  caller: Caller,
  attempt: Attempted,
  refusal: Refusal,
): Promise<void> {
  if (refusal.kind !== 'forbidden' && refusal.kind !== 'not-found' && refusal.kind !== 'credential-unfit')
    return;
  const missing =
    refusal.kind === 'forbidden'
      ? refusal.missing.map(({ permission, place }) => `${permission} in ${place}`)
      : [];
  await ports.store.change<void>(async () =>
    ok({
      value: undefined,
      events: [
        {
          kind: 'change.refused',
          at: ports.clock.now(),
          caller,
          target: { kind: 'route', name: attempt.route },
          details: { ...objectOf(attempt), refusal: refusal.kind, missing },
        },
      ],
      touched: [],
    }),
  );
}

/** The path's parameters as facts of the event, cut to what an identifier can be. */
function objectOf({ parameters }: Attempted): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, value.slice(0, 64)]));
}

/** Records a row that somebody changed by hand. Its content counts as absent wherever it is read. */
export async function recordForgedRow(
  ports: { readonly clock: Clock; readonly store: Transactor<unknown> },
  row: { readonly table: string; readonly id: string },
): Promise<void> {
  await ports.store.change<void>(async () =>
    ok({
      value: undefined,
      events: [
        {
          kind: 'row.forged',
          at: ports.clock.now(),
          caller: { actor: { kind: 'system' }, origin: { requestId: 'seal' } },
          target: { kind: 'row', id: row.id.slice(0, 100), name: row.table },
        },
      ],
      touched: [],
    }),
  );
}
