/** What would end or stop working with something, counted by the server for whoever is asked before it does. */
import type { GroupImpact, RequestOptions, ServiceImpact, UserImpact } from '@countersign/sdk';
import { queryOptions, skipToken, useQueries, useQuery } from '@tanstack/react-query';
import { client } from './api.ts';

interface ImpactOf {
  readonly users: UserImpact;
  readonly usergroups: GroupImpact;
  readonly services: ServiceImpact;
}

type Readers = {
  readonly [Kind in keyof ImpactOf]: (id: string, options: RequestOptions) => Promise<ImpactOf[Kind]>;
};

const readers: Readers = {
  users: client.impact.ofUser,
  usergroups: client.impact.ofGroup,
  services: client.impact.ofService,
};

function impactQuery<Kind extends keyof ImpactOf>(kind: Kind, id: string, asked: boolean) {
  const read: Readers[Kind] = readers[kind];
  return queryOptions({
    queryKey: [kind, id, 'impact'],
    queryFn: asked ? ({ signal }) => read(id, { signal }) : skipToken,
    // It is read to decide by.
    staleTime: 0,
  });
}

/** Its data stays away from who may not know. */
export function useImpact<Kind extends keyof ImpactOf>(kind: Kind, id: string, asked: boolean) {
  const { data, isPending } = useQuery(impactQuery(kind, id, asked));
  return { data, isPending };
}

export interface UserImpacts {
  readonly impacts: readonly UserImpact[];
  readonly isPending: boolean;
}

/** Beyond this many, what each would take along is not counted beforehand. */
const countedMax = 10;

/** What would end with these users, or lose who answers for it. */
export function useUserImpacts(ids: readonly string[]): UserImpacts {
  return useQueries({
    queries: (ids.length > countedMax ? [] : ids).map((id) => impactQuery('users', id, true)),
    combine: (answers) => ({
      impacts: answers.flatMap(({ data }) => data ?? []),
      isPending: answers.some(({ isPending }) => isPending),
    }),
  });
}
