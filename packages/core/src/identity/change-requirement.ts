import { type AccessTables, grantsOfGroup, readMeaning } from '../access/access-store.ts';
import type { Actor } from '../access/actor.ts';
import { authorizeChangeRequirement, authorizeChangeRequirementOf } from '../access/authorize.ts';
import type { PermissionSet } from '../access/permission-set.ts';
import { globalPlace, grantOf, systemAdministrator } from '../access/role.ts';
import type { GroupId, UserId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import { allowed } from '../kernel/result.ts';
import type { Result } from '../refusal.ts';
import { type Group, isBuiltInGroup } from './group.ts';
import type { GroupTables, UserTables } from './identity-store.ts';
import { readTargetUser } from './target-user.ts';
import { requirementOf, startOfRequirement } from './two-factor-requirement.ts';

/**
 * Lifting a requirement makes a password alone enough for whatever its people hold, and imposing one cuts them down. So
 * both are for who holds all that they hold, by whatever act it comes about: the switch of a group, its date, its place
 * among the others, its end, or who is in it.
 */
type Tables = AccessTables & GroupTables & UserTables;

/** For an act that changes what is required of everybody in a group and in those below it. */
export async function checkRequirementBelow(
  tables: Tables,
  actor: Actor,
  root: GroupId,
): Promise<Result<void>> {
  // Who holds everything may, and need not be compared with thousands of people one by one.
  const all = authorizeChangeRequirement(actor, await everything(tables));
  if (all.ok || isBuiltInGroup(root)) return all;
  const groups = [root];
  for (const group of groups) {
    const may = authorizeChangeRequirement(actor, await grantsOfGroup(tables, group));
    if (!may.ok) return may;
    for (const user of await tables.groups.listJoinedUsers(group)) {
      const mayOf = await checkRequirementOf(tables, actor, user);
      if (!mayOf.ok) return mayOf;
    }
    groups.push(...(await tables.groups.listChildren(group)).map(({ id }) => id));
  }
  return allowed;
}

/** What stands above a place in the tree requires, and from when on; absent: nothing. */
async function requirementAbove(
  { groups }: GroupTables,
  parent: GroupId | undefined,
): Promise<Instant | undefined> {
  if (parent === undefined) return undefined;
  return startOfRequirement((await groups.findWithAncestors([parent])).values());
}

/** For an act after which something else is required of one user than before. Of a bot nothing ever is. */
async function checkRequirementOf(
  tables: AccessTables & UserTables,
  actor: Actor,
  id: UserId,
): Promise<Result<void>> {
  const { user, target } = await readTargetUser(tables, id);
  return user?.kind === 'person' ? authorizeChangeRequirementOf(actor, target) : allowed;
}

/**
 * Notes what is required of some users before a write; what it answers is asked after it, and is about those of them of
 * whom something else is required now.
 */
export async function holdRequirements(
  tables: Tables,
  actor: Actor,
  users: readonly UserId[],
): Promise<() => Promise<Result<void>>> {
  const all = authorizeChangeRequirement(actor, await everything(tables));
  if (all.ok) return async () => allowed;
  const before = new Map<UserId, { readonly from: Instant | undefined; readonly may: Result<void> }>();
  for (const user of users)
    before.set(user, {
      from: await requirementOf(tables, user),
      may: await checkRequirementOf(tables, actor, user),
    });
  return async () => {
    for (const [user, { from, may }] of before)
      if (!may.ok && from !== (await requirementOf(tables, user))) return may;
    return allowed;
  };
}

/** Whether a change of a group changes what is required of its people. */
export async function changesRequirement(tables: GroupTables, before: Group, after: Group): Promise<boolean> {
  const own = (group: Group) => startOfRequirement([group]);
  if (own(before) !== own(after)) return true;
  if (before.parentId === after.parentId) return false;
  return (
    (await requirementAbove(tables, before.parentId)) !== (await requirementAbove(tables, after.parentId))
  );
}

/** What an administrator of the authority holds: nobody holds more. */
async function everything(tables: AccessTables): Promise<PermissionSet> {
  const { catalog } = await readMeaning(tables);
  return grantOf(systemAdministrator, globalPlace, catalog);
}
