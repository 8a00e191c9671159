import type { Caller } from '../access/actor.ts';
import { authorizeReadCredentials } from '../access/authorize-credentials.ts';
import type { UserTables } from '../identity/identity-store.ts';
import type { PermanentTokenId, UserId } from '../kernel/id.ts';
import { type Clock, dayOf, type Instant } from '../kernel/instant.ts';
import type { Page, PageRequest } from '../kernel/page.ts';
import { ok, refuse } from '../kernel/result.ts';
import { notFound, type Result } from '../refusal.ts';
import type {
  CredentialUse,
  PermanentTokenOrderKey,
  PermanentTokenTables,
  PermissionUse,
  RecentUse,
  UseStore,
} from './credential-store.ts';
import type { PermanentToken } from './permanent-token.ts';

export interface ReadTokenPorts {
  readonly clock: Clock;
  readonly store: { readonly tables: UserTables & PermanentTokenTables; readonly uses: UseStore };
}

/** A token as its owner and administrators see it: with the evidence of its use. */
export interface PermanentTokenWithUse {
  readonly token: PermanentToken;
  readonly use: CredentialUse | undefined;
  readonly recent: RecentUse | undefined;
  /** The permissions it was let in for, where whoever let it in demanded one. The latest first. */
  readonly exercised: readonly PermissionUse[];
}

/** How far back the evidence of recent use reaches, today included. */
export const recentUseDays = 7;

/** The first day whose use is recent at a moment. */
export function recentUseSince(now: Instant): number {
  return dayOf(now) - (recentUseDays - 1);
}

/** One token of one user. Another user's token, a revoked one and none at all look the same. */
export async function findPermanentToken(
  ports: ReadTokenPorts,
  caller: Caller,
  owner: UserId,
  id: PermanentTokenId,
): Promise<Result<PermanentTokenWithUse>> {
  const may = authorizeReadCredentials(caller.actor, owner);
  if (!may.ok) return may;
  const token = await ports.store.tables.permanentTokens.find(id);
  if (token === undefined || token.userId !== owner || token.state.kind === 'revoked') {
    return refuse(notFound('permanent token'));
  }
  const [seen] = await withUse(ports, [token]);
  return ok(seen as PermanentTokenWithUse);
}

/** A page of a user's tokens: every one that works, expired ones too, revoked ones no longer. */
export async function listPermanentTokens(
  ports: ReadTokenPorts,
  caller: Caller,
  owner: UserId,
  page: PageRequest<PermanentTokenOrderKey>,
): Promise<Result<Page<PermanentTokenWithUse>>> {
  const may = authorizeReadCredentials(caller.actor, owner);
  if (!may.ok) return may;
  const user = await ports.store.tables.users.find(owner);
  if (user === undefined || user.state.kind === 'deleted') return refuse(notFound('user'));
  const found = await ports.store.tables.permanentTokens.list(owner, page);
  return ok({ items: await withUse(ports, found.items), total: found.total });
}

async function withUse(
  ports: ReadTokenPorts,
  tokens: readonly PermanentToken[],
): Promise<readonly PermanentTokenWithUse[]> {
  if (tokens.length === 0) return [];
  const ids = tokens.map((token) => token.id);
  const sinceDay = recentUseSince(ports.clock.now());
  const uses = await ports.store.uses.find(ids);
  const recents = await ports.store.uses.findRecent(ids, sinceDay);
  const exercised = await ports.store.uses.findExercised(ids);
  return tokens.map((token) => ({
    token,
    use: uses.get(token.id),
    recent: recents.get(token.id),
    exercised: exercised.get(token.id) ?? [],
  }));
}
