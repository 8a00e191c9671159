import type { Caller } from '../access/actor.ts';
import type { Clock } from '../kernel/instant.ts';
import { ok } from '../kernel/result.ts';
import type { Refusal } from '../refusal.ts';
import type { Transactor } from './transaction.ts';

/**
 * Gives a refused change its own event, in a transaction of its own: the one that refused wrote nothing. Only
 * refusals that say something about the actor are recorded; a typing error in a body is nobody's attempt.
 */
export async function recordRefusal(
  ports: { readonly clock: Clock; readonly store: Transactor<unknown> },
  caller: Caller,
  route: string,
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
          target: { kind: 'route', name: route },
          details: { refusal: refusal.kind, missing },
        },
      ],
      touched: [],
    }),
  );
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
