/**
 * What the address says about the list: how it is sorted, which page of it, and a token that a link proposes
 * (`?name=…&scope=wiki,build&expires=30`). A link can fill in the form; it can never send it.
 */
import { type ExpiryChoice, parseExpiryChoice } from './expiry-choice.ts';

export type SortKey = 'name' | 'creationTime' | 'expires';
export type SortDirection = 'asc' | 'desc';

export interface Sort {
  readonly key: SortKey;
  readonly direction: SortDirection;
}

export interface Proposal {
  readonly name: string | undefined;
  /** Keys or ids of services. */
  readonly scope: readonly string[];
  readonly expiry: ExpiryChoice | undefined;
}

export interface TokensView {
  readonly sort: Sort;
  /** From 1. */
  readonly page: number;
  readonly proposal: Proposal | undefined;
}

/** The parameters of the address, each absent while it says nothing. */
export interface TokensSearch {
  readonly sort?: string | undefined;
  readonly page?: string | undefined;
  readonly name?: string | undefined;
  readonly scope?: string | undefined;
  readonly expires?: string | undefined;
}

export const pageSize = 50;

const nameLengthMax = 200;
/** The direction that is asked for first: names from the beginning, creation from the newest, ends from the nearest. */
const firstDirections = { name: 'asc', creationTime: 'desc', expires: 'asc' } as const;
const sortInitial: Sort = { key: 'creationTime', direction: 'desc' };

export function parseView({ sort, page, name, scope, expires }: TokensSearch): TokensView {
  const proposed = name ?? scope ?? expires;
  return {
    sort: parseSort(sort),
    page: /^[1-9][0-9]{0,5}$/.test(page ?? '') ? Number(page) : 1,
    proposal:
      proposed === undefined
        ? undefined
        : {
            name: name?.trim().slice(0, nameLengthMax) || undefined,
            scope: (scope ?? '').split(',').flatMap((one) => one.trim() || []),
            expiry: parseExpiryChoice(expires),
          },
  };
}

/** As the address and the API write it. */
export function printSort({ key, direction }: Sort): string {
  return `${key}:${direction}`;
}

/** What a press on a column's head asks for: its own order first, then the other way round. */
export function nextSort(current: Sort, key: SortKey): Sort {
  if (current.key !== key) return { key, direction: firstDirections[key] };
  return { key, direction: current.direction === 'asc' ? 'desc' : 'asc' };
}

function parseSort(text = ''): Sort {
  const [key = '', direction] = text.split(':');
  if (!isSortKey(key)) return sortInitial;
  return { key, direction: direction === 'asc' || direction === 'desc' ? direction : firstDirections[key] };
}

function isSortKey(text: string): text is SortKey {
  return Object.hasOwn(firstDirections, text);
}
