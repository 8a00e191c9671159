/**
 * What the address says about a list: what is looked for, how it is sorted, which page of it. A list is told by
 * its shape: what it can be sorted by, and in which direction each is asked for first.
 */
export type SortDirection = 'asc' | 'desc';

export interface Sort<Key extends string> {
  readonly key: Key;
  readonly direction: SortDirection;
}

export interface ListShape<Key extends string> {
  /** Names from the beginning, creation from the newest, ends from the nearest. */
  readonly sortable: Readonly<Record<Key, SortDirection>>;
  /** How it is sorted while the address says nothing. */
  readonly sortedBy: Key;
}

export interface ListView<Key extends string> {
  /** Empty where everything is listed. */
  readonly query: string;
  readonly sort: Sort<Key>;
  /** From 1. */
  readonly page: number;
}

/** The parameters of the address, each absent while it says nothing. */
export interface ListSearch {
  readonly query?: string | undefined;
  readonly sort?: string | undefined;
  readonly page?: string | undefined;
}

export const pageSize = 50;

/** For the table of routes: what of an address is about the list. */
export function listSearch({ query, sort, page }: Record<string, string | undefined>): ListSearch {
  return { query, sort, page };
}

export function parseListView<Key extends string>(
  shape: ListShape<Key>,
  { query = '', sort, page = '' }: ListSearch,
): ListView<Key> {
  return {
    query: query.trim(),
    sort: parseSort(shape, sort),
    page: /^[1-9][0-9]{0,5}$/.test(page) ? Number(page) : 1,
  };
}

// Whoever looks for something else, or sorts anew, begins again with the first page.

export function searchFor(query: string): ListSearch {
  return { query: query === '' ? undefined : query, page: undefined };
}

export function sortedBy<Key extends string>(sort: Sort<Key>): ListSearch {
  return { sort: printSort(sort), page: undefined };
}

export function turnedTo(page: number): ListSearch {
  return { page: page === 1 ? undefined : String(page) };
}

/** As the address and the API write it. */
export function printSort<Key extends string>({ key, direction }: Sort<Key>): string {
  return `${key}:${direction}`;
}

/** What a press on a column's head asks for: its own order first, then the other way round. */
export function nextSort<Key extends string>(
  { sortable }: ListShape<Key>,
  current: Sort<Key>,
  key: Key,
): Sort<Key> {
  if (current.key !== key) return { key, direction: sortable[key] };
  return { key, direction: current.direction === 'asc' ? 'desc' : 'asc' };
}

function parseSort<Key extends string>({ sortable, sortedBy }: ListShape<Key>, text = ''): Sort<Key> {
  const [name = '', direction] = text.split(':');
  const known = isKeyOf(sortable, name);
  const key = known ? name : sortedBy;
  return { key, direction: known && isDirection(direction) ? direction : sortable[key] };
}

function isKeyOf<Key extends string>(keys: Readonly<Record<Key, unknown>>, text: string): text is Key {
  return Object.hasOwn(keys, text);
}

function isDirection(text: string | undefined): text is SortDirection {
  return text === 'asc' || text === 'desc';
}
