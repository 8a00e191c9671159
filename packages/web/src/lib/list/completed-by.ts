import type { QueryAssistance, RequestOptions } from '@countersign/sdk';
import type { QuerySuggestions } from '../../ui/query-completion.ts';

type Assist = (query: string, caret: number, options: RequestOptions) => Promise<QueryAssistance>;

/** Has what is typed into the search of a list completed by the server, as the fields for queries ask for it. */
export function completedBy(assist: Assist) {
  return (query: string, caret: number, signal: AbortSignal): Promise<QuerySuggestions> =>
    assist(query, caret, { signal });
}
