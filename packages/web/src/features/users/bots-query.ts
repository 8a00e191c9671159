/** What the list of bots asks for: bots alone, and of them what somebody looks for. */
import type { ListView } from '../../lib/list/list-view.ts';
import type { UserSortKey } from './queries.ts';

/** The bracket stays open: the language closes it at the end, also behind a quote that is not closed. */
export function botsView(view: ListView<UserSortKey>): ListView<UserSortKey> {
  return { ...view, query: view.query === '' ? 'is: bot' : `is: bot and (${view.query}` };
}

/** Bots that nobody active answers for. */
export const orphanedQuery = 'is: suspended';
