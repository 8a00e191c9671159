import type { Caller } from '../access/actor.ts';
import { authorizeReadCredentials } from '../access/authorize-credentials.ts';
import type { UserTables } from '../identity/identity-store.ts';
import type { ApplicationPasswordId, UserId } from '../kernel/id.ts';
import type { Page, PageRequest } from '../kernel/page.ts';
import { ok, refuse } from '../kernel/result.ts';
import { notFound, type Result } from '../refusal.ts';
import type { ApplicationPassword } from './application-password.ts';
import type {
  ApplicationPasswordOrderKey,
  ApplicationPasswordTables,
  CredentialUse,
  UseStore,
} from './credential-store.ts';

export interface ReadApplicationPasswordPorts {
  readonly store: { readonly tables: UserTables & ApplicationPasswordTables; readonly uses: UseStore };
}

/** An application password as its owner and administrators see it: with when and from where it was last used. */
export interface ApplicationPasswordWithUse {
  readonly password: ApplicationPassword;
  readonly use: CredentialUse | undefined;
}

/** One password of one user. Another user's, a revoked one and none at all look the same. */
export async function findApplicationPassword(
  { store }: ReadApplicationPasswordPorts,
  caller: Caller,
  owner: UserId,
  id: ApplicationPasswordId,
): Promise<Result<ApplicationPasswordWithUse>> {
  const may = authorizeReadCredentials(caller.actor, owner);
  if (!may.ok) return may;
  const password = await store.tables.applicationPasswords.find(id);
  if (password === undefined || password.userId !== owner || password.state.kind === 'revoked')
    return refuse(notFound('application password'));
  return ok({ password, use: (await store.uses.find([id])).get(id) });
}

/** A page of a user's application passwords: every one that is not revoked. */
export async function listApplicationPasswords(
  { store }: ReadApplicationPasswordPorts,
  caller: Caller,
  owner: UserId,
  page: PageRequest<ApplicationPasswordOrderKey>,
): Promise<Result<Page<ApplicationPasswordWithUse>>> {
  const may = authorizeReadCredentials(caller.actor, owner);
  if (!may.ok) return may;
  const user = await store.tables.users.find(owner);
  if (user === undefined || user.state.kind === 'deleted') return refuse(notFound('user'));
  const { items, total } = await store.tables.applicationPasswords.list(owner, page);
  const uses = await store.uses.find(items.map(({ id }) => id));
  return ok({ items: items.map((password) => ({ password, use: uses.get(password.id) })), total });
}
