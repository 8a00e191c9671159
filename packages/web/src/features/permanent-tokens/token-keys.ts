import type { PermanentToken } from '@countersign/sdk';
import { useKeys } from '../../lib/keys.ts';
import type { Selection, SelectionAct } from './selection.ts';

export interface TokenKeysInput {
  readonly tokens: readonly PermanentToken[];
  readonly selection: Selection;
  readonly onSelection: (act: SelectionAct) => void;
  readonly onNew: () => void;
  readonly onDelete: (tokens: readonly PermanentToken[]) => void;
}

/** The keys of the list. Where there is nothing to act on, a key keeps the meaning the browser gives it. */
export function useTokenKeys({ tokens, selection, onSelection, onNew, onDelete }: TokenKeysInput): void {
  const ids = tokens.map(({ id }) => id);
  const chosen = tokens.filter(({ id }) => selection.selected.has(id));
  const active = tokens.filter(({ id }) => id === selection.activeId);
  const walk = (kind: 'move' | 'extend', step: 1 | -1) => () => onSelection({ kind, ids, step });
  const toggle = () => onSelection({ kind: 'toggle-active' });
  useKeys({
    n: onNew,
    ...(ids.length > 0 && {
      j: walk('move', 1),
      k: walk('move', -1),
      ArrowDown: walk('move', 1),
      ArrowUp: walk('move', -1),
      'Shift+ArrowDown': walk('extend', 1),
      'Shift+ArrowUp': walk('extend', -1),
      'Mod+a': () => onSelection({ kind: 'set', ids, selected: true }),
    }),
    ...(active.length > 0 && { x: toggle, Space: toggle }),
    ...(chosen.length + active.length > 0 && { Delete: () => onDelete(chosen.length > 0 ? chosen : active) }),
    ...(chosen.length > 0 && { Escape: () => onSelection({ kind: 'clear' }) }),
  });
}
