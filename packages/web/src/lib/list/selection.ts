/**
 * Which rows are selected, and which one the keys act on. Extending works as in every list: from where it began
 * to where it has come, over what was selected before.
 */
export interface Selection {
  readonly selected: ReadonlySet<string>;
  readonly activeId: string | undefined;
  readonly extending: { readonly from: string; readonly before: ReadonlySet<string> } | undefined;
}

export type SelectionAct =
  | { readonly kind: 'activate'; readonly id: string }
  | { readonly kind: 'move' | 'extend'; readonly ids: readonly string[]; readonly step: 1 | -1 }
  | { readonly kind: 'set'; readonly ids: readonly string[]; readonly selected: boolean }
  | { readonly kind: 'toggle-active' }
  | { readonly kind: 'clear' };

export const nothingSelected: Selection = { selected: new Set(), activeId: undefined, extending: undefined };

export function select(state: Selection, act: SelectionAct): Selection {
  switch (act.kind) {
    case 'activate':
      return act.id === state.activeId ? state : { ...state, activeId: act.id, extending: undefined };
    case 'move':
      return { ...state, activeId: neighbour(state, act.ids, act.step), extending: undefined };
    case 'extend':
      return extend(state, act.ids, act.step);
    case 'set':
      return { ...state, selected: changed(state.selected, act.ids, act.selected), extending: undefined };
    case 'toggle-active': {
      const { activeId } = state;
      if (activeId === undefined) return state;
      const selected = changed(state.selected, [activeId], !state.selected.has(activeId));
      return { ...state, selected, extending: undefined };
    }
    case 'clear':
      return { ...state, selected: new Set(), extending: undefined };
  }
}

function extend(state: Selection, ids: readonly string[], step: 1 | -1): Selection {
  const from = state.extending?.from ?? state.activeId ?? ids[0];
  const activeId = state.activeId === undefined ? from : neighbour(state, ids, step);
  if (from === undefined || activeId === undefined) return state;
  const before = state.extending?.before ?? state.selected;
  const ends = [ids.indexOf(from), ids.indexOf(activeId)];
  const range = ids.slice(Math.min(...ends), Math.max(...ends) + 1);
  return { selected: changed(before, range, true), activeId, extending: { from, before } };
}

function neighbour({ activeId }: Selection, ids: readonly string[], step: 1 | -1): string | undefined {
  const index = activeId === undefined ? -1 : ids.indexOf(activeId);
  if (index === -1) return step === 1 ? ids[0] : ids.at(-1);
  return ids[Math.min(Math.max(index + step, 0), ids.length - 1)];
}

function changed(selected: ReadonlySet<string>, ids: readonly string[], add: boolean): ReadonlySet<string> {
  return add ? selected.union(new Set(ids)) : selected.difference(new Set(ids));
}
