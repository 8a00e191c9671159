import type { AccessTables } from '../access/access-store.ts';
import { updateSelfPermission } from '../access/permission.ts';
import { fromPairs, intersect, type PermissionSet } from '../access/permission-set.ts';
import { globalProjectId, type UserId } from '../kernel/id.ts';
import type { GroupTables } from './identity-store.ts';

/**
 * A group may require two-factor authentication of all its members, those of groups below it included. A session
 * of such a member that was opened with a password alone is cut down: it holds what setting up a factor needs,
 * and makes no credential. Tokens of members are not concerned: they are what bots and scripts have instead.
 */
export async function requiresSecondFactor(
  tables: AccessTables & GroupTables,
  user: UserId,
): Promise<boolean> {
  const groups = await tables.groups.findWithAncestors(await tables.access.listGroupsOf(user));
  return [...groups.values()].some(({ requiresTwoFactor }) => requiresTwoFactor);
}

/** Whether a session of the user is cut down. */
export async function isReduced(
  tables: AccessTables & GroupTables,
  session: { readonly hasSecondFactor: boolean },
  user: UserId,
): Promise<boolean> {
  return !session.hasSecondFactor && (await requiresSecondFactor(tables, user));
}

/** What is left of what somebody holds in a session that is cut down. */
export function cutDown(held: PermissionSet): PermissionSet {
  return intersect(held, fromPairs([[updateSelfPermission, globalProjectId]]));
}
