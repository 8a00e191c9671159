/** What more than one part of the pages reads: who is signed in, and how the installation is set up. */
import { AuthorityError, NetworkError } from '@countersign/sdk';
import { QueryClient, queryOptions } from '@tanstack/react-query';
import { client } from './api.ts';
import { isStillThere } from './gone.ts';

/** The cache of everything read. A secret never comes into it: the only answer with one is never cached. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      enabled: isStillThere,
      retry: (count, error) => count < 1 && mayPass(error),
      staleTime: 15_000,
    },
    // A write that waits for the network would take place when nobody expects it any more.
    mutations: { networkMode: 'always', retry: false, gcTime: 0 },
  },
});

export const meQuery = queryOptions({
  queryKey: ['users', 'me'],
  queryFn: ({ signal }) => client.users.me({ signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

export const settingsQuery = queryOptions({
  queryKey: ['settings', 'public'],
  queryFn: ({ signal }) => client.settings.public({ signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

function mayPass(error: Error): boolean {
  return error instanceof NetworkError || (error instanceof AuthorityError && error.status >= 500);
}
