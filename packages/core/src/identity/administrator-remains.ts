import type { AccessTables } from '../access/access-store.ts';
import { systemAdministrator } from '../access/role.ts';
import { type GroupId, globalProjectId, type UserId } from '../kernel/id.ts';
import { allowed, refuse } from '../kernel/result.ts';
import type { Result } from '../refusal.ts';
import type { GroupTables, UserTables } from './identity-store.ts';
import { canSignIn } from './user.ts';

/** Who would be gone: for asking before a write what it would lead to. */
export interface Departure {
  /** Banned or deleted. */
  readonly user?: UserId | undefined;
  /** Deleted, with what was given to it; the groups below it stay where they are in the others. */
  readonly group?: GroupId | undefined;
}

/**
 * Asked after every write that could take administration from somebody, in the same transaction: an authority
 * that nobody can administer could only be repaired on its host (TM36). Somebody means who can sign in: an active
 * person with a password, and no bot.
 */
export async function checkAdministratorRemains(
  tables: AccessTables & UserTables & GroupTables,
  without: Departure = {},
): Promise<Result<void>> {
  for (const { holder } of await tables.access.listHolders(systemAdministrator.id, globalProjectId)) {
    if (holder.id === without.user || holder.id === without.group) continue;
    if (holder.kind === 'group' && (await tables.groups.canAnybodySignIn(holder.id, without))) return allowed;
    if (holder.kind !== 'user') continue;
    const user = await tables.users.find(holder.id);
    if (user !== undefined && canSignIn(user)) return allowed;
  }
  return refuse({
    kind: 'conflict',
    rule: 'This would leave nobody who administers the authority; make somebody else who can sign in System Admin first',
  });
}
