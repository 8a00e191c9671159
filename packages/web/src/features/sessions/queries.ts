/** What the section reads and writes, all through the SDK. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../../lib/api.ts';
import { unlessGone } from '../../lib/gone.ts';

/** Of a user by id, or of `me`. */
export const sessionsQuery = (userId: string) =>
  queryOptions({
    queryKey: ['users', userId, 'sessions'],
    queryFn: ({ signal }) => client.sessions.list(userId, { top: 'all', signal }),
    // They begin and end elsewhere.
    staleTime: 0,
  });

/** Ends one session, or without an id all of them: of one's own all but this one. */
export function useEndSessions(userId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (sessionId: string | undefined) =>
      unlessGone(
        sessionId === undefined
          ? client.sessions.endAll(userId, userId === 'me' ? { except: 'current' } : {})
          : client.sessions.end(userId, sessionId),
      ),
    onSettled: () => cache.invalidateQueries({ queryKey: ['users', userId, 'sessions'] }),
  });
}
