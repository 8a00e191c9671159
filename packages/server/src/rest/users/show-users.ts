import { type FieldTree, projectFields } from '@countersign/api';
import {
  type Actor,
  readUserOverviews,
  type User,
  type UserId,
  type UserOverview,
  type UserOverviewPart,
} from '@countersign/core';
import type { Authority } from '../../authority.ts';
import { presentUser } from './present.ts';

/** Which member of an answer shows which part of what stands beside an account. */
const partOfMember: Readonly<Record<string, UserOverviewPart>> = {
  owner: 'owner',
  suspended: 'suspended',
  groups: 'groups',
  transitiveGroups: 'transitiveGroups',
  tokensCount: 'tokensCount',
  lastAccessTime: 'lastAccess',
  twoFactorAuthentication: 'twoFactor',
  pendingTwoFactorAuthentication: 'twoFactor',
};

/** Reads what the answer shows beside the accounts, and no more of it than `fields` asks for. */
export async function overviewsFor(
  authority: Authority,
  actor: Actor,
  users: readonly User[],
  fields: FieldTree | undefined,
): Promise<ReadonlyMap<UserId, UserOverview>> {
  const members = Object.keys(partOfMember).filter((member) => fields === undefined || fields.has(member));
  const wanted = new Set(members.flatMap((member) => partOfMember[member] ?? []));
  if (wanted.has('lastAccess')) await writeGathered(authority);
  return readUserOverviews(authority, actor, users, wanted);
}

/** One account as an answer of its own. */
export async function showUser(
  authority: Authority,
  actor: Actor,
  user: User,
  fields: FieldTree | undefined,
): Promise<Readonly<Record<string, unknown>>> {
  const overviews = await overviewsFor(authority, actor, [user], fields);
  return projectFields(presentUser(user, overviews.get(user.id) ?? {}, actor), fields);
}

/** Use is gathered in memory; written first, it shows that of a moment ago. If it cannot be, the rest is still true. */
async function writeGathered({ uses, sessionClock }: Authority): Promise<void> {
  await Promise.all([uses.flush(), sessionClock.flush()]).catch(() => undefined);
}
