import type { Clock } from '../kernel/instant.ts';
import { ok } from '../kernel/result.ts';
import type { Transactor } from './transaction.ts';

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
