import {
  allUsersGroupId,
  type GroupId,
  guestUserId,
  registeredUsersGroupId,
  type UserId,
} from '../kernel/id.ts';

/** A named set of users. The two built-in ones are rules, not lists: nobody is ever added to them by hand. */
export interface Group {
  readonly id: GroupId;
  readonly name: string;
}

export const allUsers: Group = { id: allUsersGroupId, name: 'All Users' };
export const registeredUsers: Group = { id: registeredUsersGroupId, name: 'Registered Users' };

export const builtInGroups: readonly Group[] = [allUsers, registeredUsers];

/** The groups a user belongs to. */
export function groupsOf(user: UserId): readonly Group[] {
  return user === guestUserId ? [allUsers] : builtInGroups;
}

export function findGroup(id: GroupId): Group | undefined {
  return builtInGroups.find((group) => group.id === id);
}
