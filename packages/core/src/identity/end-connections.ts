import type { TouchedFact } from '../audit/transaction.ts';
import type { ApplicationPasswordId, ConnectionId, ServiceId, UserId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import type { SecretHash } from '../kernel/secret.ts';

interface Standing {
  readonly id: ConnectionId;
  /** The application password that it ends with, where one made it. */
  readonly madeWith: ApplicationPasswordId | undefined;
}

/** What is asked of connections, and of all that hangs on them, when they end. */
export interface ConnectionEnding {
  readonly connections: {
    listStanding(
      whose: { readonly user?: UserId; readonly client?: ServiceId },
      now: Instant,
    ): Promise<readonly Standing[]>;
    revoke(id: ConnectionId, at: Instant, by: UserId | 'system'): Promise<void>;
  };
  readonly accessTokens: {
    revokeOf(connection: ConnectionId, at: Instant, by: UserId | 'system'): Promise<readonly SecretHash[]>;
  };
  readonly artefacts: {
    deleteOf(connection: ConnectionId): Promise<number>;
    deleteOfUser(user: UserId): Promise<number>;
    deleteOfClient(client: ServiceId): Promise<number>;
  };
}

/** The one thing that is asked of consents when who gave them, or whom they let in, is deleted. */
export interface ConsentEnding {
  readonly approvedScopes: {
    deleteOf(whose: { readonly user?: UserId; readonly client?: ServiceId }): Promise<number>;
  };
}

/** When, and by whom. */
export interface EndOfConnections {
  readonly at: Instant;
  readonly by: UserId | 'system';
}

/** Ends one with its access tokens and refresh tokens; answers what a cached decision may depend on. */
export async function endOneConnection(
  tables: ConnectionEnding,
  id: ConnectionId,
  { at, by }: EndOfConnections,
): Promise<readonly TouchedFact[]> {
  await tables.connections.revoke(id, at, by);
  await tables.artefacts.deleteOf(id);
  const tokens = await tables.accessTokens.revokeOf(id, at, by);
  return tokens.map((hash) => ({ kind: 'access-token', id: hash }));
}

/** Ends all that stand of a user, of a client, or of both; and of the one or the other what would soon become one: codes. */
export async function endConnections(
  tables: ConnectionEnding,
  whose: { readonly user?: UserId; readonly client?: ServiceId },
  ending: EndOfConnections,
): Promise<{ readonly count: number; readonly touched: readonly TouchedFact[] }> {
  const standing = await tables.connections.listStanding(whose, ending.at);
  if (whose.user !== undefined) await tables.artefacts.deleteOfUser(whose.user);
  else if (whose.client !== undefined) await tables.artefacts.deleteOfClient(whose.client);
  return { count: standing.length, touched: await endEach(tables, standing, ending) };
}

/** Ends what an application password of a user has made; without one, what any of theirs has. */
export async function endConnectionsMadeWith(
  tables: ConnectionEnding,
  { user, password }: { readonly user: UserId; readonly password?: ApplicationPasswordId },
  ending: EndOfConnections,
): Promise<readonly TouchedFact[]> {
  const standing = await tables.connections.listStanding({ user }, ending.at);
  const isMadeWith = ({ madeWith }: Standing) =>
    password === undefined ? madeWith !== undefined : madeWith === password;
  return endEach(tables, standing.filter(isMadeWith), ending);
}

async function endEach(
  tables: ConnectionEnding,
  standing: readonly Standing[],
  ending: EndOfConnections,
): Promise<readonly TouchedFact[]> {
  const touched: TouchedFact[] = [];
  for (const { id } of standing) touched.push(...(await endOneConnection(tables, id, ending)));
  return touched;
}
