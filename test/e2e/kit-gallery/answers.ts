/** What a server would answer to the widgets of the gallery. */
import type { PickerItem } from '../../../packages/web/src/ui/picker.tsx';
import type { QuerySuggestions } from '../../../packages/web/src/ui/query-completion.ts';

const everybody: readonly PickerItem[] = [
  { id: 'u-1', label: 'Ada Lovelace', note: 'ada' },
  { id: 'u-2', label: 'Jane Doe', note: 'jane.doe' },
  { id: 'u-3', label: 'Janet Roe', note: 'janet', tag: 'banned' },
  { id: 'u-4', label: 'Nightly builds', note: 'nightly', tag: 'bot' },
];

/** Fails for one word, as a network does. */
export async function people(text: string): Promise<readonly PickerItem[]> {
  if (text === 'broken') throw new Error('The network is gone');
  return everybody.filter(({ label, note }) => `${label} ${note}`.toLowerCase().includes(text.toLowerCase()));
}

const words: Readonly<Record<string, { readonly after: RegExp; readonly options: readonly string[] }>> = {
  attribute: { after: /(?:^|\s)(\w*)$/, options: ['login', 'name', 'is', 'in'] },
  state: { after: /is: (\w*)$/, options: ['banned', 'bot', 'guest'] },
};

export async function suggest(query: string, caret: number): Promise<QuerySuggestions> {
  const before = query.slice(0, caret);
  const kind = words.state?.after.test(before) ? 'state' : 'attribute';
  const { after, options } = words[kind] ?? { after: /$/, options: [] };
  const typed = after.exec(before)?.[1];
  if (typed === undefined) return { query, caret, suggestions: [] };
  const start = caret - typed.length;
  const suffix = kind === 'attribute' ? ': ' : ' ';
  return {
    query,
    caret,
    suggestions: options
      .filter((option) => option.startsWith(typed))
      .map((option) => ({
        option,
        description: kind,
        prefix: null,
        suffix,
        completionStart: start,
        completionEnd: caret,
        caret: start + option.length + suffix.length,
      })),
  };
}
