import type { UserTables } from './identity-store.ts';
import type { User } from './user.ts';

/**
 * Whether somebody active answers for the account. A person answers for themselves; a bot works only as long
 * as its owner is an active person, so that no bot outlives the people who know of it (TM33).
 */
export async function isAnsweredFor(tables: UserTables, user: User): Promise<boolean> {
  if (user.kind !== 'bot') return true;
  const owner = user.ownerId === undefined ? undefined : await tables.users.find(user.ownerId);
  return owner?.kind === 'person' && owner.state.kind === 'active';
}
