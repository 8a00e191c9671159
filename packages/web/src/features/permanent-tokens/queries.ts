/** What the section reads and writes, all through the SDK. */
import type { IssuedPermanentToken, PermanentToken, PermanentTokenOrder } from '@countersign/sdk';
import { queryOptions, type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../../lib/api.ts';
import { unlessGone } from '../../lib/gone.ts';
import { type ListData, useListData } from '../../lib/list/list-data.ts';
import type { ListView } from '../../lib/list/list-view.ts';
import { type OneByOne, useOneByOne } from '../../lib/list/one-by-one.ts';
import { type Owner, ownerId } from '../../lib/owner.ts';
import type { TokenSortKey } from './view.ts';

const tokensKey = (owner: Owner) => ['users', ownerId(owner), 'permanenttokens'] as const;

export function useTokens(owner: Owner, view: ListView<TokenSortKey>): ListData<PermanentToken> {
  return useListData(tokensKey(owner), view, async (range) => {
    const { permanenttokens, total } = await client.permanentTokens.list(ownerId(owner), range);
    return { rows: permanenttokens, total };
  });
}

export const servicesQuery = queryOptions({
  queryKey: ['services'],
  queryFn: ({ signal }) => client.services.list({ top: 'all', orderBy: 'name:asc', signal }),
  // A service is often registered a moment before the first token for it is made.
  staleTime: 0,
});

/** What one service of a scope can be asked to allow. */
export const permissionsQuery = (serviceId: string) =>
  queryOptions({
    queryKey: ['permissions', 'of-service', serviceId],
    queryFn: ({ signal }) =>
      client.permissions.list({ query: `service: {${serviceId}}`, top: 'all', orderBy: 'name:asc', signal }),
    staleTime: 0,
  });

/** Reads the list anew, wherever it is shown, and the lists of users that count what is in it. */
export function useRefreshTokens(owner: Owner): () => Promise<void> {
  const cache = useQueryClient();
  return async () => {
    const changed = [
      ['users', ownerId(owner)],
      ['users', 'list'],
    ];
    await Promise.all(changed.map((queryKey) => cache.invalidateQueries({ queryKey })));
  };
}

/**
 * Issues a token. The answer holds the secret, so it is handed to the caller alone: the cache of mutations
 * forgets it as soon as the caller resets.
 */
export type IssueToken = UseMutationResult<IssuedPermanentToken, Error, PermanentTokenOrder>;

export function useIssueToken(owner: Owner): IssueToken {
  const refresh = useRefreshTokens(owner);
  return useMutation({
    mutationFn: (order: PermanentTokenOrder) => client.permanentTokens.issue(ownerId(owner), order),
    // Also after an error: without an answer nobody knows whether there is a new token.
    onSettled: () => void refresh(),
  });
}

export function useDeleteTokens(owner: Owner): OneByOne<PermanentToken> {
  return useOneByOne(
    ({ id }) => unlessGone(client.permanentTokens.revoke(ownerId(owner), id)),
    useRefreshTokens(owner),
  );
}
