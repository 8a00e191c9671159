/** How somebody came into a group: by joining it, by joining one below it, or by a rule. */
import type { GroupOfUser } from '@countersign/sdk';

export type Membership =
  | { readonly kind: 'joined' | 'built-in' }
  /** The groups that were joined and lead up to it, by name. */
  | { readonly kind: 'inherited'; readonly through: readonly string[] };

type Group = Pick<GroupOfUser, 'id' | 'name' | 'joined' | 'implicit' | 'parent'>;

export function membershipOf(group: Group, all: readonly Group[]): Membership {
  if (group.implicit) return { kind: 'built-in' };
  if (group.joined) return { kind: 'joined' };
  const through = all.filter((one) => one.joined && isBelow(one, group.id, all));
  return { kind: 'inherited', through: through.map(({ name }) => name) };
}

function isBelow(group: Group, above: string, all: readonly Group[]): boolean {
  // A group that the viewer may not read is not in the list, and ends the way up.
  for (let at: Group | undefined = group; at !== undefined; ) {
    const parent: string | undefined = at.parent?.id;
    if (parent === above) return true;
    at = all.find(({ id }) => id === parent);
  }
  return false;
}
