import { type AccessTables, permissionsOf } from '../access/access-store.ts';
import type { TargetUser } from '../access/authorize.ts';
import type { UserId } from '../kernel/id.ts';
import type { UserTables } from './identity-store.ts';
import type { User } from './user.ts';

/** Somebody to act on, and their account as long as there is one. */
export interface ReadTarget {
  readonly user: User | undefined;
  readonly target: TargetUser;
}

/** Somebody to act on, as the guard looks at them. One who is gone still has holdings: none. */
export async function readTargetUser(tables: UserTables & AccessTables, id: UserId): Promise<ReadTarget> {
  const user = await tables.users.find(id);
  const isThere = user !== undefined && user.state.kind !== 'deleted';
  return {
    user: isThere ? user : undefined,
    target: { id, login: isThere ? user.login : 'this user', holds: await permissionsOf(tables, id) },
  };
}
