/** The selection of a list on the page: the rows it stands for, and the box in which they are. */
import { type RefObject, useReducer, useRef } from 'react';
import { nothingSelected, type Selection, type SelectionAct, select } from './selection.ts';

export interface ListSelection<Row> {
  readonly state: Selection;
  /** The rows of this page that are selected, in its order. */
  readonly chosen: readonly Row[];
  /** The row that the keys act on. */
  readonly active: Row | undefined;
  readonly box: RefObject<HTMLDivElement | null>;
  act(act: SelectionAct): void;
  /** Before these rows go: the next one that stays becomes the active one. */
  leave(ids: ReadonlySet<string>): void;
  /** Where to go on from when the rows that one came from are gone. */
  nextFocus(): HTMLElement | null;
}

export function useListSelection<Row extends { readonly id: string }>(
  rows: readonly Row[] = [],
): ListSelection<Row> {
  const box = useRef<HTMLDivElement>(null);
  const [state, act] = useReducer(select, nothingSelected);
  const find = (what: string) => box.current?.querySelector<HTMLElement>(what) ?? null;
  return {
    state,
    chosen: rows.filter(({ id }) => state.selected.has(id)),
    active: rows.find(({ id }) => id === state.activeId),
    box,
    act,
    leave: (ids) => {
      const left = rows.filter(({ id }) => !ids.has(id));
      const place = rows.findIndex(({ id }) => ids.has(id));
      const next = left[Math.min(place, left.length - 1)];
      if (next !== undefined) act({ kind: 'activate', id: next.id });
    },
    nextFocus: () => find('tr[tabindex="0"]') ?? find('button'),
  };
}
