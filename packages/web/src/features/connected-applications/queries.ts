/** What the section reads and writes, all through the SDK. */
import type { ApprovedScope, RefreshToken } from '@countersign/sdk';
import { useQueryClient } from '@tanstack/react-query';
import { client } from '../../lib/api.ts';
import { unlessGone } from '../../lib/gone.ts';
import { type OneByOne, useOneByOne } from '../../lib/list/one-by-one.ts';
import { useWholeList, type WholeList } from '../../lib/list/whole-list.ts';

const range = { top: 'all', orderBy: 'creationTime:desc' } as const;

/** The newest first. */
export function useConnections(userId: string): WholeList<RefreshToken> {
  return useWholeList(['users', userId, 'connections'], async (signal) => {
    const { refreshtokens } = await client.refreshTokens.list(userId, { ...range, signal });
    return refreshtokens;
  });
}

export function useConsents(userId: string): WholeList<ApprovedScope> {
  return useWholeList(['users', userId, 'consents'], async (signal) => {
    const { approvedscopes } = await client.approvedScopes.list(userId, { ...range, signal });
    return approvedscopes;
  });
}

export function useEndConnections(userId: string): OneByOne<RefreshToken> {
  return useOneByOne(({ id }) => unlessGone(client.refreshTokens.revoke(userId, id)), useRefresh(userId));
}

export function useEndConsents(userId: string): OneByOne<ApprovedScope> {
  return useOneByOne(({ id }) => unlessGone(client.approvedScopes.revoke(userId, id)), useRefresh(userId));
}

function useRefresh(userId: string): () => Promise<void> {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: ['users', userId] });
}
