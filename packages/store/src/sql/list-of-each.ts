import type { UserId } from '@countersign/core';
import { chunksOf } from './chunks.ts';

/** What belongs to each of the users, read in as few queries as the database takes; who has nothing is absent. */
export async function listOfEach<T extends { readonly userId: UserId }>(
  users: readonly UserId[],
  read: (some: readonly UserId[]) => Promise<readonly T[]>,
): Promise<ReadonlyMap<UserId, readonly T[]>> {
  const found = new Map<UserId, T[]>();
  for await (const chunk of chunksOf(users))
    for (const item of await read(chunk)) found.set(item.userId, [...(found.get(item.userId) ?? []), item]);
  return found;
}
