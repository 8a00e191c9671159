import {
  allUsersGroupId,
  type GroupId,
  guestUserId,
  registeredUsersGroupId,
  type UserId,
} from '../kernel/id.ts';
import { type Instant, instant } from '../kernel/instant.ts';
import { brokenScriptRule, nameForm } from '../kernel/name-form.ts';
import { brokenNameRule } from '../kernel/text-rule.ts';

/**
 * A named set of users. Groups nest: who is in a group is in the one above it, and receives what that one was
 * given. The two built-in ones are rules, not lists: nobody is ever added to them by hand.
 */
export interface Group {
  readonly id: GroupId;
  readonly name: string;
  /** The one form under which names are compared; unique. */
  readonly nameForm: string;
  readonly description: string | undefined;
  readonly parentId: GroupId | undefined;
  /** Whether members must have a second factor; a group below one that demands it demands it too. */
  readonly requiresTwoFactor: boolean;
  /** From when on they must, for who was given time to set one up; absent: at once. */
  readonly twoFactorRequiredFrom: Instant | undefined;
  /** Whether every new account joins. */
  readonly autoJoin: boolean;
  readonly createdAt: Instant;
}

/** What belongs to a user, for whoever shows it. */
export interface GroupReference {
  readonly id: GroupId;
  readonly name: string;
}

export const allUsers: Group = builtIn(allUsersGroupId, 'All Users', 'Everybody, the guest included.');
export const registeredUsers: Group = builtIn(
  registeredUsersGroupId,
  'Registered Users',
  'Everybody who has an account.',
);

export const builtInGroups: readonly Group[] = [allUsers, registeredUsers];

/** How many levels of groups there may be; a loop is refused at any depth. */
export const groupDepthMax = 20;

/** The built-in groups a user belongs to. */
export function builtInGroupsOf(user: UserId): readonly Group[] {
  return user === guestUserId ? [allUsers] : builtInGroups;
}

export function isBuiltInGroup(id: GroupId): boolean {
  return builtInGroups.some((group) => group.id === id);
}

/** The rule a group's name breaks, or nothing. That it is free is asked where it is written. */
export function brokenGroupNameRule(name: string): string | undefined {
  return brokenNameRule(name) ?? brokenScriptRule(name);
}

function builtIn(id: GroupId, name: string, description: string): Group {
  return {
    id,
    name,
    nameForm: nameForm(name),
    description,
    parentId: undefined,
    requiresTwoFactor: false,
    twoFactorRequiredFrom: undefined,
    autoJoin: false,
    createdAt: instant(0),
  };
}

/** The group as an audit event names it. */
export function groupTarget(group: Group) {
  return { kind: 'group', id: group.id, name: group.name } as const;
}
