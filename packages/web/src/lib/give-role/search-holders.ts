import type { PickerItem } from '../../ui/picker.tsx';
import { t } from '../messages.ts';
import { type EntitySearch, searchGroups, searchUsers } from '../pick/search-entities.ts';

export interface Holder {
  readonly kind: 'user' | 'group';
  readonly id: string;
}

const groupPrefix = 'group:';

/** Groups and users in one list: a role is better given to a group, so these come first. */
export const searchHolders: EntitySearch = async (text, signal) => {
  const [groups, users] = await Promise.allSettled([searchGroups(text, signal), searchUsers(text, signal)]);
  // Who may read only one of the two still finds that one.
  if (groups.status === 'rejected' && users.status === 'rejected') throw groups.reason;
  const found = (answer: PromiseSettledResult<readonly PickerItem[]>) =>
    answer.status === 'fulfilled' ? answer.value : [];
  return [
    ...found(groups).map((group) => ({ ...group, id: `${groupPrefix}${group.id}`, tag: t.pick.group })),
    ...found(users),
  ];
};

/** Whom an item of this search stands for. */
export function holderOf({ id }: PickerItem): Holder {
  return id.startsWith(groupPrefix)
    ? { kind: 'group', id: id.slice(groupPrefix.length) }
    : { kind: 'user', id };
}
