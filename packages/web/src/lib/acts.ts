/**
 * What the viewer may do, and if not, why. The words are the server's own, read before anybody tries: an act that
 * would be refused is shown disabled with its reason, never hidden.
 */
import type { Act } from '@countersign/sdk';
import { queryOptions, skipToken, useQueries, useQuery } from '@tanstack/react-query';
import { client } from './api.ts';
import { sentence } from './failure.ts';

const readers = {
  users: client.acts.ofUser,
  usergroups: client.acts.ofGroup,
  roles: client.acts.ofRole,
  projects: client.acts.ofProject,
  services: client.acts.ofService,
} as const;

export type ActedKind = keyof typeof readers;

export interface Acts {
  /**
   * Why the act would be refused, as a sentence; undefined where it is allowed. Also undefined while nothing is
   * known: a press then gets its answer from the server, as it does in any case.
   */
  reasonOf(act: string): string | undefined;
  /** The same with every right that is missing by itself. */
  refusalOf(act: string): Act | undefined;
}

/** Begins as the other queries of the kind do, so that whoever changes an entity reads its acts anew with it. */
const actsQuery = (kind: ActedKind, id: string | undefined) =>
  queryOptions({
    queryKey: [kind, id, 'acts'],
    queryFn: id === undefined ? skipToken : ({ signal }) => readers[kind](id, { signal }),
  });

const generalActsQuery = queryOptions({
  queryKey: ['acts'],
  queryFn: ({ signal }) => client.acts.list({ signal }),
});

/** What may be done with one entity; nothing is asked while there is none. */
export function useActs(kind: ActedKind, id: string | undefined): Acts {
  const { data } = useQuery(actsQuery(kind, id));
  return actsIn(data);
}

/** What may be done that is about no entity yet: making new ones. */
export function useGeneralActs(): Acts {
  const { data } = useQuery(generalActsQuery);
  return actsIn(data);
}

/** Beyond this many the server is not asked beforehand about each: it will answer one by one. */
const readAheadMax = 10;

/** The first reason for which an act would be refused for one of several entities. */
export function useActsOfAll(kind: ActedKind, ids: readonly string[]): Acts {
  const asked = ids.length > readAheadMax ? [] : ids;
  const known = useQueries({ queries: asked.map((id) => actsQuery(kind, id)) });
  return actsIn(known.flatMap(({ data }) => data ?? []));
}

function actsIn(known: readonly Act[] = []): Acts {
  const refusalOf = (name: string) => known.find(({ act, allowed }) => act === name && !allowed);
  return {
    refusalOf,
    reasonOf: (name) => {
      const reason = refusalOf(name)?.reason ?? undefined;
      // What is in the address is not called by its name in a page.
      return reason === undefined ? undefined : sentence(reason.replace(/^\w+Id (?=must )/, 'this '));
    },
  };
}
