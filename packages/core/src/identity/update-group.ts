import { grantsOfGroup } from '../access/access-store.ts';
import type { Actor, Caller } from '../access/actor.ts';
import { authorizeMoveGroup, authorizeOpenToNewcomers, authorizeUpdateGroup } from '../access/authorize.ts';
import { checkFresh } from '../access/guard.ts';
import { noPermissions, type PermissionSet } from '../access/permission-set.ts';
import { changedFields } from '../audit/changed-fields.ts';
import { everybodysAccess, type Transactor } from '../audit/transaction.ts';
import type { GroupId } from '../kernel/id.ts';
import type { Clock, Instant } from '../kernel/instant.ts';
import { nameForm } from '../kernel/name-form.ts';
import { allowed, ok, refuse } from '../kernel/result.ts';
import { notFound, type Refusal, type Result } from '../refusal.ts';
import { checkAdministratorRemains } from './administrator-remains.ts';
import { type ActorTables, changeAs } from './change-as.ts';
import { changesRequirement, checkRequirementBelow } from './change-requirement.ts';
import { brokenDateRule, brokenGroupRule, checkGroupNameFree } from './create-group.ts';
import { type Group, groupTarget, isBuiltInGroup } from './group.ts';
import { checkPlaceInTree } from './group-tree.ts';
import type { GroupTables } from './identity-store.ts';
import { isGuarded, type OwnFactors } from './two-factor-impact.ts';
import { requiresSecondFactor } from './two-factor-requirement.ts';

export interface UpdateGroupPorts {
  readonly clock: Clock;
  readonly store: Transactor<ActorTables & GroupTables & OwnFactors>;
}

/** What may be changed about a group; what is absent stays. */
export interface GroupChange {
  readonly name?: string | undefined;
  /** An empty text clears it. */
  readonly description?: string | undefined;
  readonly parent?: GroupId | 'none' | undefined;
  readonly requiresTwoFactor?: boolean | undefined;
  readonly twoFactorRequiredFrom?: Instant | 'at-once' | undefined;
  readonly autoJoin?: boolean | undefined;
}

/**
 * Changes a group. Moving it gives its members what the new group above was given and takes what the old one
 * gave: the actor must hold both. Letting every new account join it takes all that it gives; changing whether a second
 * factor is required, by its switch or by its place, takes all that its people hold. Nobody cuts themselves down: their
 * own factor comes first.
 */
export async function updateGroup(
  ports: UpdateGroupPorts,
  caller: Caller,
  id: GroupId,
  change: GroupChange,
): Promise<Result<Group>> {
  const at = ports.clock.now();
  return changeAs(ports, caller, async (tables, actor) => {
    const may = authorizeUpdateGroup(actor);
    if (!may.ok) return may;
    const group = await tables.groups.find(id);
    if (group === undefined) return refuse(notFound('group'));
    const changed = applyChange(group, change);
    const broken =
      (isBuiltInGroup(id) ? brokenBuiltInRule(change) : brokenGroupRule(changed)) ??
      brokenDateRule(changed, group, at);
    if (broken !== undefined) return refuse(broken);
    const moved = await checkMove(tables, actor, group, changed);
    if (!moved.ok) return moved;
    const required = (await changesRequirement(tables, group, changed))
      ? await checkRequirementBelow(tables, actor, id)
      : allowed;
    if (!required.ok) return required;
    const opened = await checkOpening(tables, actor, group, changed);
    if (!opened.ok) return opened;
    const free = await checkGroupNameFree(tables, changed);
    if (!free.ok) return free;
    const fresh = meansTheSame(group, changed) ? allowed : checkFresh(actor, at, 'change what a group means');
    if (!fresh.ok) return fresh;
    const wasFree = await couldBeCutDown(tables, actor, at);
    await tables.groups.update(changed);
    if (wasFree && (await isRequiredOf(tables, actor, at))) return refuse(limitsTheActor);
    const remains = await checkAdministratorRemains(tables);
    if (!remains.ok) return remains;
    return ok({
      value: changed,
      events: [
        {
          kind: 'group.updated',
          at,
          caller,
          target: groupTarget(group),
          changes: changedFields(group, changed, {
            name: true,
            description: true,
            parentId: true,
            requiresTwoFactor: true,
            twoFactorRequiredFrom: true,
            autoJoin: true,
          }),
        },
      ],
      // Decisions tell the names of groups too.
      touched: [everybodysAccess],
    });
  });
}

/** Whether nothing changes but name and description. */
function meansTheSame(before: Group, after: Group): boolean {
  return (
    before.parentId === after.parentId &&
    before.requiresTwoFactor === after.requiresTwoFactor &&
    before.twoFactorRequiredFrom === after.twoFactorRequiredFrom &&
    before.autoJoin === after.autoJoin
  );
}

async function checkMove(
  tables: ActorTables & GroupTables,
  actor: Actor,
  before: Group,
  after: Group,
): Promise<Result<void>> {
  if (before.parentId === after.parentId) return allowed;
  const grants = (parent: GroupId | undefined): Promise<PermissionSet> | PermissionSet =>
    parent === undefined ? noPermissions : grantsOfGroup(tables, parent);
  const gained = await grants(after.parentId);
  const lost = await grants(before.parentId);
  const may = authorizeMoveGroup(actor, { gained, lost });
  return may.ok ? checkPlaceInTree(tables, after) : may;
}

/** Whether the actor is a person of whom nothing is required yet, and who has no second factor. */
async function couldBeCutDown(
  tables: ActorTables & OwnFactors,
  actor: Actor,
  now: Instant,
): Promise<boolean> {
  if (actor.kind !== 'user' || (await isGuarded(tables, actor.userId))) return false;
  return !(await isRequiredOf(tables, actor, now));
}

async function isRequiredOf(tables: ActorTables, actor: Actor, now: Instant): Promise<boolean> {
  return actor.kind === 'user' && (await requiresSecondFactor(tables, actor.userId, now));
}

const limitsTheActor: Refusal = {
  kind: 'conflict',
  rule: 'This would limit your own account, which has no second factor; set one up first, or choose a date',
};

/** Letting every new account join puts people into the group whom somebody stronger makes, and so is guarded like it. */
async function checkOpening(
  tables: ActorTables,
  actor: Actor,
  before: Group,
  after: Group,
): Promise<Result<void>> {
  return before.autoJoin || !after.autoJoin
    ? allowed
    : authorizeOpenToNewcomers(actor, await grantsOfGroup(tables, before.id));
}

/** Their names are what everybody relies on, and their members are a rule. */
function brokenBuiltInRule(change: GroupChange): Refusal | undefined {
  const fixed = (['name', 'description', 'parent', 'autoJoin'] as const).find(
    (field) => change[field] !== undefined,
  );
  return fixed === undefined
    ? undefined
    : { kind: 'malformed', fields: [{ field: fixed, rule: 'cannot be changed for a built-in group' }] };
}

function applyChange(group: Group, change: GroupChange): Group {
  const { name, description, parent, requiresTwoFactor, autoJoin } = change;
  // Without the requirement there is no date of it.
  const from = change.twoFactorRequiredFrom ?? (requiresTwoFactor === false ? 'at-once' : undefined);
  return {
    ...group,
    ...(name !== undefined && { name, nameForm: nameForm(name) }),
    ...(description !== undefined && { description: description === '' ? undefined : description }),
    ...(parent !== undefined && { parentId: parent === 'none' ? undefined : parent }),
    ...(requiresTwoFactor !== undefined && { requiresTwoFactor }),
    ...(from !== undefined && { twoFactorRequiredFrom: from === 'at-once' ? undefined : from }),
    ...(autoJoin !== undefined && { autoJoin }),
  };
}
