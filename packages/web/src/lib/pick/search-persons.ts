/** Persons who can answer for something: bots, the guest and whoever is banned cannot. */
import { client } from '../api.ts';
import { pickedUser } from './picked-user.ts';
import type { EntitySearch } from './search-entities.ts';
import { wordsQuery } from './words-query.ts';

const offeredMax = 20;

/** Those who are about to go are not offered. */
export function searchPersons(except: readonly string[] = []): EntitySearch {
  return async (text, signal) => {
    const query = wordsQuery(text, 'is: person and not is: banned');
    const top = offeredMax + except.length;
    const { users } = await client.users.list({ query, top, orderBy: 'name:asc', signal });
    return users
      .filter(({ id }) => !except.includes(id))
      .slice(0, offeredMax)
      .map(pickedUser);
  };
}
