import type { Transactor } from '../../src/audit/transaction.ts';
import { refuse } from '../../src/kernel/result.ts';
import type { Refusal } from '../../src/refusal.ts';
import type { RightsStore, RightsTables } from '../memory-store.ts';
import type { Outcome } from './perform.ts';

const rehearsed: Refusal = { kind: 'conflict', rule: 'this was a rehearsal' };

/** A store on which every change that would have been made is taken back. */
export function rehearsing(store: RightsStore): RightsStore {
  const change: Transactor<RightsTables>['change'] = (work) =>
    store.change(async (tables) => {
      const result = await work(tables);
      return result.ok ? refuse(rehearsed) : result;
    });
  return { tables: store.tables, facts: store.facts, change };
}

/** What would have come of it. */
export function unrehearsed(outcome: Outcome): Outcome {
  return !outcome.ok && outcome.refusal === rehearsed ? { ok: true, id: 'nothing' } : outcome;
}
