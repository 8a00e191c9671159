/** What the section writes, through the SDK. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../../lib/api.ts';
import { unlessGone } from '../../lib/gone.ts';

export function useTurnOff(userId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => unlessGone(client.twoFactorAuthentication.turnOff(userId)),
    onSettled: () => cache.invalidateQueries({ queryKey: ['users', userId] }),
  });
}
