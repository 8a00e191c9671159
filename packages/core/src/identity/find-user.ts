import type { Caller } from '../access/actor.ts';
import { authorizeReadUser, authorizeReadUsers } from '../access/authorize.ts';
import type { UserId } from '../kernel/id.ts';
import type { Page, PageRequest } from '../kernel/page.ts';
import { ok, refuse } from '../kernel/result.ts';
import { notFound, type Result } from '../refusal.ts';
import type { UserOrderKey, UserTables } from './identity-store.ts';
import { guest, type User } from './user.ts';

/** One account. Whoever may not read users learns nothing, not even whether the id exists. The guest is public. */
export async function findUser(tables: UserTables, caller: Caller, id: UserId): Promise<Result<User>> {
  if (id === guest.id) return ok(guest);
  const may = authorizeReadUser(caller.actor, id);
  if (!may.ok) return may;
  const user = await tables.users.find(id);
  return user === undefined || user.state.kind === 'deleted' ? refuse(notFound('user')) : ok(user);
}

/** A page of accounts, deleted ones left out. */
export async function listUsers(
  tables: UserTables,
  caller: Caller,
  page: PageRequest<UserOrderKey>,
): Promise<Result<Page<User>>> {
  const may = authorizeReadUsers(caller.actor);
  return may.ok ? ok(await tables.users.list(page)) : may;
}
