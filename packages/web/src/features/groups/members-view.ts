/** What the address says about the members of a group, beside what is looked for: those of groups below, too? */
import { type ListSearch, listSearch } from '../../lib/list/list-view.ts';

export interface MembersSearch extends ListSearch {
  readonly of?: string | undefined;
}

/** For the table of routes. */
export function membersSearch(all: Record<string, string | undefined>): MembersSearch {
  return { ...listSearch(all), of: all.of };
}

const everybody = 'all';

export function showsBelow({ of }: MembersSearch): boolean {
  return of === everybody;
}

export function turnedBelow(below: boolean): MembersSearch {
  return { of: below ? everybody : undefined, page: undefined };
}
