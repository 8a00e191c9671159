/** Completing a query: where a suggestion goes into the text, and where the caret stands afterwards. */

export interface QuerySuggestion {
  readonly option: string;
  readonly description?: string | null | undefined;
  readonly prefix?: string | null | undefined;
  readonly suffix?: string | null | undefined;
  /** From where to where the suggestion replaces what is typed. */
  readonly completionStart: number;
  readonly completionEnd: number;
  /** Where one goes on typing. */
  readonly caret: number;
}

/** What suits a query with the caret at that place. */
export interface QuerySuggestions {
  readonly query: string;
  readonly caret: number;
  readonly suggestions: readonly QuerySuggestion[];
}

export function completeQuery(query: string, suggestion: QuerySuggestion): string {
  const { prefix, option, suffix, completionStart, completionEnd } = suggestion;
  return [
    query.slice(0, completionStart),
    prefix ?? '',
    option,
    suffix ?? '',
    query.slice(completionEnd),
  ].join('');
}
