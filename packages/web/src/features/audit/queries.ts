/** What the audit log reads, all through the SDK. */
import type { Event } from '@countersign/sdk';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client } from '../../lib/api.ts';
import { olderThan, queryWord } from './query-words.ts';

const pageSize = 50;
const liveMilliseconds = 3_000;
/** So many ids fit into one query. */
const namesMax = 40;

/** The events that a query finds, newest first, and as far back as somebody has asked. */
export const eventsQuery = (query: string, isLive: boolean) =>
  infiniteQueryOptions({
    queryKey: ['events', 'list', query],
    initialPageParam: query,
    queryFn: ({ pageParam, signal }) =>
      client.events.list({ top: pageSize, ...(pageParam !== '' && { query: pageParam }), signal }),
    getNextPageParam: ({ events }) => {
      const last = events.at(-1);
      return last === undefined || events.length < pageSize || last.number === 1
        ? undefined
        : olderThan(query, last.number);
    },
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchInterval: isLive ? liveMilliseconds : false,
  });

export const eventQuery = (number: number) =>
  queryOptions({
    queryKey: ['events', number],
    queryFn: ({ signal }) => client.events.get(number, { signal }),
    // What was written down never changes.
    staleTime: Number.POSITIVE_INFINITY,
  });

export const integrityQuery = (isLive: boolean) =>
  queryOptions({
    queryKey: ['events', 'integrity'],
    queryFn: ({ signal }) => client.events.integrity({ signal }),
    refetchInterval: isLive ? liveMilliseconds : 60_000,
  });

/** The tokens with which these events were caused, each once. */
export function tokensUsedIn(events: readonly Event[]): readonly string[] {
  const ids = events.flatMap(({ credential }) =>
    credential?.type === 'permanentToken' ? [credential.id] : [],
  );
  return [...new Set(ids)].sort().slice(0, namesMax);
}

/** What tokens were called when they were made. The log remembers them, also those that are long gone. */
export const tokenNamesQuery = (tokenIds: readonly string[]) =>
  queryOptions({
    queryKey: ['events', 'token-names', tokenIds],
    queryFn: async ({ signal }) => {
      const query = `act: permanent-token.issued ${queryWord('target', ...tokenIds)}`;
      const { events } = await client.events.list({ top: namesMax, query, signal });
      return Object.fromEntries(
        events.map(({ targetId, targetPresentation }) => [targetId ?? '', targetPresentation]),
      );
    },
    enabled: tokenIds.length > 0,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
