import { grantsOfGroup } from '../access/access-store.ts';
import type { Caller } from '../access/actor.ts';
import { authorizeCreateGroup, authorizeUpdateGroup } from '../access/authorize.ts';
import { noPermissions } from '../access/permission-set.ts';
import type { Transactor } from '../audit/transaction.ts';
import { type GroupId, newId } from '../kernel/id.ts';
import { type Clock, hasPassed, type Instant } from '../kernel/instant.ts';
import { nameForm } from '../kernel/name-form.ts';
import type { Random } from '../kernel/random.ts';
import { allowed, ok, refuse } from '../kernel/result.ts';
import { brokenDescriptionRule } from '../kernel/text-rule.ts';
import { malformed, type Refusal, type Result } from '../refusal.ts';
import { type ActorTables, changeAs } from './change-as.ts';
import { brokenGroupNameRule, type Group, groupTarget } from './group.ts';
import { checkPlaceInTree } from './group-tree.ts';
import type { GroupTables } from './identity-store.ts';

export interface CreateGroupPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly store: Transactor<ActorTables & GroupTables>;
}

export interface NewGroup {
  readonly name: string;
  readonly description: string | undefined;
  readonly parentId: GroupId | undefined;
  readonly requiresTwoFactor: boolean;
  /** Absent: at once. */
  readonly twoFactorRequiredFrom?: Instant | undefined;
  readonly autoJoin: boolean;
}

/** Makes an empty group, at the top or inside another one; inside one, the actor must hold what that one gives. */
export async function createGroup(
  ports: CreateGroupPorts,
  caller: Caller,
  input: NewGroup,
): Promise<Result<Group>> {
  const now = ports.clock.now();
  const group: Group = {
    id: newId(ports.random),
    ...input,
    twoFactorRequiredFrom: input.twoFactorRequiredFrom,
    nameForm: nameForm(input.name),
    createdAt: now,
  };
  return changeAs(ports, caller, async (tables, actor) => {
    const { parentId } = input;
    const gained = parentId === undefined ? noPermissions : await grantsOfGroup(tables, parentId);
    const may = authorizeCreateGroup(actor, gained);
    if (!may.ok) return may;
    const mayNest = parentId === undefined ? allowed : authorizeUpdateGroup(actor);
    if (!mayNest.ok) return mayNest;
    const broken = brokenGroupRule(input) ?? brokenDateRule(group, undefined, now);
    if (broken !== undefined) return refuse(broken);
    const place = await checkPlaceInTree(tables, group);
    if (!place.ok) return place;
    const free = await checkGroupNameFree(tables, group);
    if (!free.ok) return free;
    await tables.groups.insert(group);
    return ok({
      value: group,
      events: [
        {
          kind: 'group.created',
          at: group.createdAt,
          caller,
          target: groupTarget(group),
          ...(parentId !== undefined && { details: { parent: parentId } }),
        },
      ],
      touched: [],
    });
  });
}

export function brokenGroupRule(group: Pick<NewGroup, 'name' | 'description'>): Refusal | undefined {
  const name = brokenGroupNameRule(group.name);
  if (name !== undefined) return malformed('name', name);
  const description = group.description === undefined ? undefined : brokenDescriptionRule(group.description);
  return description === undefined ? undefined : malformed('description', description);
}

/** The date from which a second factor is required lies ahead; one that has come since may stay as it is. */
export function brokenDateRule(group: Group, before: Group | undefined, now: Instant): Refusal | undefined {
  const from = group.twoFactorRequiredFrom;
  if (from === undefined || from === before?.twoFactorRequiredFrom) return undefined;
  if (!group.requiresTwoFactor)
    return malformed('twoFactorRequiredFrom', 'needs requiredTwoFactorAuthentication with it');
  return hasPassed(from, now)
    ? malformed('twoFactorRequiredFrom', 'must be in the future; without it the requirement counts at once')
    : undefined;
}

/** Built-in names are taken in every spelling that reads the same, since the built-in groups have rows too. */
export async function checkGroupNameFree(tables: GroupTables, group: Group): Promise<Result<void>> {
  const known = await tables.groups.findByNameForm(group.nameForm);
  if (known === undefined || known.id === group.id) return allowed;
  return refuse({ kind: 'already-exists', field: 'name', rule: 'is taken by another group' });
}
