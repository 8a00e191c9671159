/** What the banners read and write, all through the SDK. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../../lib/api.ts';
import { unlessGone } from '../../lib/gone.ts';

export const noticesQuery = queryOptions({
  queryKey: ['users', 'me', 'notices'],
  queryFn: ({ signal }) => client.notices.list({ top: shownMax, signal }),
});

/** More would push the page away; what is put away makes room for the next. */
const shownMax = 3;

export function useDismiss() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => unlessGone(client.notices.dismiss(id)),
    onSettled: () => cache.invalidateQueries({ queryKey: noticesQuery.queryKey }),
  });
}
