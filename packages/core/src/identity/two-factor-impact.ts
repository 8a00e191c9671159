import type { AccessTables } from '../access/access-store.ts';
import type { Caller } from '../access/actor.ts';
import { authorizeUpdateGroup, seesUserDetails } from '../access/authorize.ts';
import type { GroupId, UserId } from '../kernel/id.ts';
import { ok } from '../kernel/result.ts';
import type { Result } from '../refusal.ts';
import { findGroup } from './find-group.ts';
import type { GroupTables, UserTables } from './identity-store.ts';
import type { User } from './user.ts';

/** Whom a requirement of two-factor authentication would limit, for whoever is about to set it. */
export interface TwoFactorImpact {
  /** Active people in the group, or in one below it. */
  readonly people: number;
  /** How many of them have no second factor, and would keep their own profile alone. */
  readonly limited: number;
  /** The first of these, by login; none for who may not know how others sign in. */
  readonly first: readonly User[];
  /** Bots in the group: they never sign in, and keep what they have. */
  readonly bots: number;
  /** Whether the caller is one of those who would be limited; to require it at once is then refused. */
  readonly isCallerLimited: boolean;
}

/** What tells whether somebody has a second factor. */
export interface OwnFactors {
  readonly factors: { hasActive(user: UserId): Promise<boolean> };
}

/** More names than these say nothing that the number does not. */
const namesMax = 10;

/** For who may change the group. */
export async function readTwoFactorImpact(
  tables: GroupTables & UserTables & AccessTables & OwnFactors,
  caller: Caller,
  id: GroupId,
): Promise<Result<TwoFactorImpact>> {
  const group = await findGroup(tables, caller, id);
  if (!group.ok) return group;
  const { actor } = caller;
  // Belonging to a group, or reading it, shows nothing of how others in it sign in: of one member the number tells it.
  const may = authorizeUpdateGroup(actor);
  if (!may.ok) return may;
  const { first, ...counts } = await tables.groups.countGuarded(id, namesMax);
  return ok({
    ...counts,
    first: first.filter((user) => seesUserDetails(actor, user.id)),
    isCallerLimited: actor.kind === 'user' && (await wouldBeLimited(tables, actor.userId, id)),
  });
}

async function wouldBeLimited(
  tables: UserTables & AccessTables & OwnFactors,
  user: UserId,
  group: GroupId,
): Promise<boolean> {
  const isMember = (await tables.access.listGroupsOf(user)).includes(group);
  return isMember && !(await isGuarded(tables, user));
}

/** Whether a password alone does not sign the user in: a person with a factor, or a bot, which has no password. */
export async function isGuarded(tables: UserTables & OwnFactors, user: UserId): Promise<boolean> {
  if ((await tables.users.find(user))?.kind === 'bot') return true;
  return tables.factors.hasActive(user);
}
