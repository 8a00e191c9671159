/** Doing one thing to several entities, one after the other. */
import { useState } from 'react';

export interface OneByOne<Row> {
  /** How many are over, well or badly; undefined while nothing is going on. */
  readonly done: number | undefined;
  readonly failures: readonly { readonly row: Row; readonly error: unknown }[];
  /** Goes on past those that refuse; answers those it was done to. */
  run(rows: readonly Row[]): Promise<readonly Row[]>;
  reset(): void;
}

/** `refresh` reads anew what the acts have changed. */
export function useOneByOne<Row>(
  act: (row: Row) => Promise<unknown>,
  refresh: () => Promise<unknown>,
): OneByOne<Row> {
  const [done, setDone] = useState<number>();
  const [failures, setFailures] = useState<OneByOne<Row>['failures']>([]);
  return {
    done,
    failures,
    run: async (rows) => {
      const over: Row[] = [];
      const failed: OneByOne<Row>['failures'][number][] = [];
      for (const [index, row] of rows.entries()) {
        setDone(index);
        try {
          await act(row);
          over.push(row);
        } catch (error) {
          failed.push({ row, error });
        }
      }
      await refresh();
      setFailures(failed);
      setDone(undefined);
      return over;
    },
    reset: () => setFailures([]),
  };
}
