import type { RefObject } from 'react';
import { type KeyActs, useKeys } from '../keys.ts';
import type { ListSelection } from './list-selection.ts';

export interface ListKeysInput<Row> {
  readonly rows: readonly Row[];
  readonly selection: ListSelection<Row>;
  readonly selectable: boolean;
  readonly searchable: boolean;
  readonly search: RefObject<HTMLInputElement | null>;
  readonly onOpen?: ((row: Row) => void) | undefined;
  readonly onNew?: (() => void) | undefined;
  readonly onDelete?: ((rows: readonly Row[]) => void) | undefined;
  /** What else this list has keys for, by what they act on: the selected rows, or else the active one. */
  readonly keys?: ((target: readonly Row[]) => KeyActs) | undefined;
}

/** The keys of a list. Where there is nothing to act on, a key keeps the meaning the browser gives it. */
export function useListKeys<Row extends { readonly id: string }>(input: ListKeysInput<Row>): void {
  const { rows, selection, selectable, searchable, search, onOpen, onNew, onDelete, keys } = input;
  const { chosen, active, act, box } = selection;
  const ids = rows.map(({ id }) => id);
  const target = chosen.length > 0 ? chosen : active === undefined ? [] : [active];
  const walk = (kind: 'move' | 'extend', step: 1 | -1) => () => act({ kind, ids, step });
  const toggle = () => act({ kind: 'toggle-active' });
  useKeys(
    {
      ...(searchable && { '/': () => search.current?.focus() }),
      ...(onNew && { n: onNew }),
      ...(ids.length > 0 && {
        j: walk('move', 1),
        k: walk('move', -1),
        ArrowDown: walk('move', 1),
        ArrowUp: walk('move', -1),
      }),
      ...(selectable &&
        ids.length > 0 && {
          'Shift+ArrowDown': walk('extend', 1),
          'Shift+ArrowUp': walk('extend', -1),
          'Mod+a': () => act({ kind: 'set', ids, selected: true }),
        }),
      ...(selectable && active !== undefined && { x: toggle, Space: toggle }),
      ...(onOpen && active !== undefined && { Enter: () => onOpen(active) }),
      ...(onDelete && target.length > 0 && { Delete: () => onDelete(target) }),
      ...(chosen.length > 0 && { Escape: () => act({ kind: 'clear' }) }),
      ...keys?.(target),
    },
    () => isAddressed(box.current),
  );
}

/** Of several lists on a page the keys act on the one with the focus, or else on the first. */
function isAddressed(box: HTMLElement | null): boolean {
  const focused = document.activeElement?.closest('[data-list]') ?? document.querySelector('[data-list]');
  return focused === box;
}
