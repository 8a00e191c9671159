/**
 * What the address says about the list, beside its order and page: a token that a link proposes
 * (`?name=…&scope=wiki,build&expires=30`). A link can fill in the form; it can never send it.
 */
import type { ListSearch, ListShape } from '../../lib/list/list-view.ts';
import { type ExpiryChoice, parseExpiryChoice } from './expiry-choice.ts';

export type TokenSortKey = 'name' | 'creationTime' | 'expires';

export const tokensShape: ListShape<TokenSortKey> = {
  sortable: { name: 'asc', creationTime: 'desc', expires: 'asc' },
  sortedBy: 'creationTime',
};

export interface Proposal {
  readonly name: string | undefined;
  /** Keys or ids of services. */
  readonly scope: readonly string[];
  readonly expiry: ExpiryChoice | undefined;
}

/** The parameters of the address, each absent while it says nothing. */
export interface TokensSearch extends Pick<ListSearch, 'sort' | 'page'> {
  readonly name?: string | undefined;
  readonly scope?: string | undefined;
  readonly expires?: string | undefined;
}

/** For the table of routes: what of an address is about the tokens. */
export function tokensSearch(all: Record<string, string | undefined>): TokensSearch {
  const { sort, page, name, scope, expires } = all;
  return { sort, page, name, scope, expires };
}

/** An address that proposes nothing any more. */
export const proposalDone: TokensSearch = { name: undefined, scope: undefined, expires: undefined };

const nameLengthMax = 200;

export function parseProposal({ name, scope, expires }: TokensSearch): Proposal | undefined {
  if ((name ?? scope ?? expires) === undefined) return undefined;
  return {
    name: name?.trim().slice(0, nameLengthMax) || undefined,
    scope: (scope ?? '').split(',').flatMap((one) => one.trim() || []),
    expiry: parseExpiryChoice(expires),
  };
}
