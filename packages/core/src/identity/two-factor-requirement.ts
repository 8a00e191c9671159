import type { AccessTables } from '../access/access-store.ts';
import { updateSelfPermission } from '../access/permission.ts';
import { fromPairs, intersect, type PermissionSet } from '../access/permission-set.ts';
import { globalProjectId, type UserId } from '../kernel/id.ts';
import { hasPassed, type Instant, instant } from '../kernel/instant.ts';
import type { Group } from './group.ts';
import type { GroupTables } from './identity-store.ts';

/**
 * A group may require two-factor authentication of all its members, those of groups below it included, at once or
 * from a date on. A session of such a member that was opened with a password alone is cut down: it holds what setting
 * up a factor needs, and makes no credential. Until the date it holds all; the clock alone ends that, with no job to
 * run. Tokens of members are not concerned: they are what bots and scripts have instead.
 */
export interface TwoFactorRequirement {
  /** From when on the first of the user's groups requires it: maybe long ago. */
  readonly from: Instant;
  /** Whether that time has come. */
  readonly isInForce: boolean;
}

/** From when on the groups of a user require it of them; absent: never. */
export async function requirementOf(
  tables: AccessTables & GroupTables,
  user: UserId,
): Promise<Instant | undefined> {
  const groups = await tables.groups.findWithAncestors(await tables.access.listGroupsOf(user));
  return startOfRequirement(groups.values());
}

/** What the groups of a user require of them; absent: nothing. */
export async function readTwoFactorRequirement(
  tables: AccessTables & GroupTables,
  user: UserId,
  now: Instant,
): Promise<TwoFactorRequirement | undefined> {
  const from = await requirementOf(tables, user);
  return from === undefined ? undefined : { from, isInForce: hasPassed(from, now) };
}

/** From when on the first of some groups requires it; absent: none does. */
export function startOfRequirement(groups: Iterable<Group>): Instant | undefined {
  const starts = [...groups]
    .filter(({ requiresTwoFactor }) => requiresTwoFactor)
    .map(({ twoFactorRequiredFrom }) => twoFactorRequiredFrom ?? always);
  return starts.length === 0 ? undefined : instant(Math.min(...starts));
}

/** A requirement without a date. */
const always = instant(0);

/** Whether one of the groups of a user requires it by now. */
export async function requiresSecondFactor(
  tables: AccessTables & GroupTables,
  user: UserId,
  now: Instant,
): Promise<boolean> {
  return (await readTwoFactorRequirement(tables, user, now))?.isInForce === true;
}

/** Whether a session of the user is cut down. */
export async function isReduced(
  tables: AccessTables & GroupTables,
  session: { readonly hasSecondFactor: boolean },
  user: UserId,
  now: Instant,
): Promise<boolean> {
  return !session.hasSecondFactor && (await requiresSecondFactor(tables, user, now));
}

/** What whoever opened a session with a password alone has to know: whether it is cut down, or when it will be. */
export async function readReduction(
  tables: AccessTables & GroupTables,
  user: UserId,
  now: Instant,
): Promise<{ readonly isReduced: boolean; readonly isReducedFrom: Instant | undefined }> {
  const requirement = await readTwoFactorRequirement(tables, user, now);
  const isReduced = requirement?.isInForce === true;
  return { isReduced, isReducedFrom: isReduced ? undefined : requirement?.from };
}

/** What is left of what somebody holds in a session that is cut down. */
export function cutDown(held: PermissionSet): PermissionSet {
  return intersect(held, fromPairs([[updateSelfPermission, globalProjectId]]));
}
