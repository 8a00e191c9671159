/** What the section reads and writes, all through the SDK. */
import type {
  IssuedPermanentToken,
  PermanentToken,
  PermanentTokenOrder,
  PermanentTokensPage,
} from '@countersign/sdk';
import { AuthorityError } from '@countersign/sdk';
import {
  keepPreviousData,
  queryOptions,
  type UseMutationResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../lib/api.ts';
import { pageSize, printSort, type TokensView } from './view.ts';

const tokensKey = ['users', 'me', 'permanenttokens'] as const;

export interface TokensList {
  /** What was read last; it stays while a newer list is on its way, and when that does not come. */
  readonly page: PermanentTokensPage | undefined;
  readonly isFetching: boolean;
  readonly error: Error | null;
  retry(): void;
}

export function useTokens({ sort, page }: Pick<TokensView, 'sort' | 'page'>): TokensList {
  const range = { top: pageSize, skip: (page - 1) * pageSize, orderBy: printSort(sort) };
  const { data, isFetching, error, refetch } = useQuery({
    queryKey: [...tokensKey, range],
    queryFn: ({ signal }) => client.permanentTokens.list('me', { ...range, signal }),
    placeholderData: keepPreviousData,
  });
  const [last, setLast] = useState(data);
  if (data !== undefined && data !== last) setLast(data);
  return { page: data ?? last, isFetching, error, retry: () => void refetch() };
}

export const servicesQuery = queryOptions({
  queryKey: ['services'],
  queryFn: ({ signal }) => client.services.list({ top: 'all', orderBy: 'name:asc', signal }),
  // A service is often registered a moment before the first token for it is made.
  staleTime: 0,
});

/** Reads the list anew, wherever it is shown. */
export function useRefreshTokens(): () => Promise<void> {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: tokensKey });
}

/**
 * Issues a token. The answer holds the secret, so it is handed to the caller alone: the cache of mutations
 * forgets it as soon as the caller resets.
 */
export type IssueToken = UseMutationResult<IssuedPermanentToken, Error, PermanentTokenOrder>;

export function useIssueToken(): IssueToken {
  const refresh = useRefreshTokens();
  return useMutation({
    mutationFn: (order: PermanentTokenOrder) => client.permanentTokens.issue('me', order),
    // Also after an error: without an answer nobody knows whether there is a new token.
    onSettled: () => void refresh(),
  });
}

export interface Deletion {
  /** How many are over, well or badly; undefined while none has begun. */
  readonly done: number | undefined;
  readonly failures: readonly { readonly token: PermanentToken; readonly error: unknown }[];
  run(tokens: readonly PermanentToken[]): Promise<readonly PermanentToken[]>;
  reset(): void;
}

/** Deletes tokens one after the other, and goes on past those that refuse. Answers those that are gone. */
export function useDeleteTokens(): Deletion {
  const refresh = useRefreshTokens();
  const [done, setDone] = useState<number>();
  const [failures, setFailures] = useState<Deletion['failures']>([]);
  return {
    done,
    failures,
    run: async (tokens) => {
      const gone: PermanentToken[] = [];
      const failed: Deletion['failures'][number][] = [];
      for (const [index, token] of tokens.entries()) {
        setDone(index);
        try {
          await revoke(token.id);
          gone.push(token);
        } catch (error) {
          failed.push({ token, error });
        }
      }
      await refresh();
      setFailures(failed);
      setDone(undefined);
      return gone;
    },
    reset: () => setFailures([]),
  };
}

async function revoke(tokenId: string): Promise<void> {
  try {
    await client.permanentTokens.revoke('me', tokenId);
  } catch (error) {
    // Somebody was quicker; what was wanted is so.
    if (!(error instanceof AuthorityError && error.code === 'not_found')) throw error;
  }
}
