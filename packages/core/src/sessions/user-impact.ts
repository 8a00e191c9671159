import type { AccessTables } from '../access/access-store.ts';
import type { Caller } from '../access/actor.ts';
import { authorizeReadCredentials } from '../access/authorize-credentials.ts';
import type { UseStore } from '../credentials/credential-store.ts';
import { recentUseSince } from '../credentials/find-permanent-token.ts';
import { findUser } from '../identity/find-user.ts';
import type { GroupTables, UserTables } from '../identity/identity-store.ts';
import type { User } from '../identity/user.ts';
import type { UserId } from '../kernel/id.ts';
import type { Clock } from '../kernel/instant.ts';
import { ok } from '../kernel/result.ts';
import type { Result } from '../refusal.ts';
import { type CredentialCounts, type CredentialTables, countCredentials } from './end-credentials.ts';

/** What would end, or lose who answers for it, if a user were banned or deleted. */
export interface UserImpact extends CredentialCounts {
  /** Roles that were given to them by name. */
  readonly roles: number;
  /** Groups that they joined. */
  readonly groups: number;
  readonly bots: readonly User[];
  /** How often their tokens, application passwords and connections were used within the last days. */
  readonly recentUse: number;
}

export interface UserImpactPorts {
  readonly clock: Clock;
  readonly store: {
    readonly tables: UserTables & GroupTables & AccessTables & CredentialTables;
    readonly uses: UseStore;
  };
}

/** For the user, and for who may look at their tokens. */
export async function readUserImpact(
  { clock, store }: UserImpactPorts,
  caller: Caller,
  id: UserId,
): Promise<Result<UserImpact>> {
  const may = authorizeReadCredentials(caller.actor, id);
  if (!may.ok) return may;
  const user = await findUser(store.tables, caller, id);
  if (!user.ok) return user;
  const { access, groups, users } = store.tables;
  const now = clock.now();
  return ok({
    ...(await countCredentials(store.tables, id, now)),
    roles: await access.countAssignments({ holder: { kind: 'user', id } }),
    groups: (await groups.listJoined(id)).length,
    bots: await users.listBotsOf(id),
    recentUse: await store.uses.countRecentOf(id, recentUseSince(now)),
  });
}
