/** What ends with a user, counted for whoever is asked before it does. */
import type { User, UserReference } from '@countersign/sdk';
import { queryOptions, useQueries } from '@tanstack/react-query';
import { client } from '../../lib/api.ts';

export interface UserImpact {
  /** Undefined, as the others, where the viewer may not know. */
  readonly tokens: { readonly count: number; readonly uses: number } | undefined;
  readonly roles: number | undefined;
  readonly groups: number;
  /** Whom the user answers for. */
  readonly bots: readonly Pick<UserReference, 'id' | 'login'>[];
}

export interface Impacts {
  readonly impacts: readonly UserImpact[];
  readonly isPending: boolean;
}

/** Beyond this many, what each would take along is not counted beforehand. */
const countedMax = 10;

/** What would end with these users, or lose who answers for it. */
export function useImpacts(users: readonly User[]): Impacts {
  return useQueries({
    queries: (users.length > countedMax ? [] : users).map(impactQuery),
    combine: (answers) => ({
      impacts: answers.flatMap(({ data }) => data ?? []),
      isPending: answers.some(({ isPending }) => isPending),
    }),
  });
}

const impactQuery = ({ id, kind, groups }: User) =>
  queryOptions({
    queryKey: ['users', id, 'impact'],
    queryFn: async ({ signal }): Promise<UserImpact> => {
      const [tokens, roles, bots] = await Promise.allSettled([
        client.permanentTokens.list(id, { top: 'all', signal }),
        client.projectRoles.listOfUser(id, { top: 1, signal }),
        kind === 'bot'
          ? { users: [] }
          : client.users.list({ query: `owner: {${id}}`, top: 'all', orderBy: 'name:asc', signal }),
      ]);
      signal.throwIfAborted();
      return {
        tokens: known(tokens, ({ permanenttokens, total }) => ({
          count: total,
          uses: permanenttokens.reduce((sum, { recentUse }) => sum + recentUse.count, 0),
        })),
        roles: known(roles, ({ total }) => total),
        groups: groups.length,
        bots: known(bots, (page) => page.users) ?? [],
      };
    },
    // It is read to decide by.
    staleTime: 0,
  });

function known<Answer, Part>(
  answer: PromiseSettledResult<Answer>,
  part: (answer: Answer) => Part,
): Part | undefined {
  return answer.status === 'fulfilled' ? part(answer.value) : undefined;
}
