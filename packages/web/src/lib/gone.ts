/**
 * What was deleted is read no more. Its page still stands while the answer arrives and the way leads elsewhere, on
 * a slow machine for a good while: whatever is read anew meanwhile must pass over it, and what is on its way is
 * called off. Nothing of it is kept either: who comes back by the history asks the server, and is told.
 */
import { AuthorityError } from '@countersign/sdk';
import type { Query, QueryClient, QueryKey } from '@tanstack/react-query';

// biome-ignore lint/suspicious/noExplicitAny: whatever a query reads.
type AnyQuery = Query<any, any, any, any>;

const gone = new WeakSet<AnyQuery>();

/** Whether a query may be read at all: the default of every one. */
export function isStillThere(query: AnyQuery): boolean {
  return !gone.has(query);
}

/** Where somebody was quicker, what was wanted is so. */
export async function unlessGone(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (!(error instanceof AuthorityError && error.code === 'not_found')) throw error;
  }
}

/** Lets go of everything that was read under a key, of what is still looked at as soon as nobody does. */
export async function forget(cache: QueryClient, queryKey: QueryKey): Promise<void> {
  const queries = cache.getQueryCache();
  const looked = new Set<AnyQuery>(queries.findAll({ queryKey }));
  for (const query of looked) gone.add(query);
  await cache.cancelQueries({ queryKey });
  const letGo = () => {
    for (const query of looked) {
      if (query.getObserversCount() > 0) continue;
      looked.delete(query);
      queries.remove(query);
    }
    if (looked.size === 0) stop();
  };
  const stop = queries.subscribe(({ type }) => {
    if (type === 'observerRemoved') letGo();
  });
  letGo();
}
