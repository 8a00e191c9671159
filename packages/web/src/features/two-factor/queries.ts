/** What the section reads and writes, all through the SDK. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../../lib/api.ts';
import { unlessGone } from '../../lib/gone.ts';

/** Of a user by id, or of `me`. */
export const twoFactorQuery = (userId: string) =>
  queryOptions({
    queryKey: ['users', userId, 'twoFactorAuthentication'],
    queryFn: ({ signal }) => client.twoFactorAuthentication.get(userId, { signal }),
    // It changes on a page of its own, often a moment before one comes back.
    staleTime: 0,
  });

export function useTurnOff(userId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => unlessGone(client.twoFactorAuthentication.turnOff(userId)),
    onSettled: () => cache.invalidateQueries({ queryKey: ['users', userId] }),
  });
}
