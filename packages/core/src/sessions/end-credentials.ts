import type { TouchedFact } from '../audit/transaction.ts';
import type { ConnectionTables } from '../credentials/connection-store.ts';
import type { ApplicationPasswordTables, PermanentTokenTables } from '../credentials/credential-store.ts';
import { endConnections } from '../identity/end-connections.ts';
import type { UserId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import type { PasswordResetTables } from './password-reset.ts';
import type { SessionTables } from './session-store.ts';

export type CredentialTables = PermanentTokenTables &
  ApplicationPasswordTables &
  ConnectionTables &
  SessionTables &
  PasswordResetTables;

/** Whose, when and by whom. */
export interface EndOfCredentials {
  readonly userId: UserId;
  readonly at: Instant;
  readonly by: UserId | 'system';
}

interface Ended {
  readonly count: number;
  readonly touched?: readonly TouchedFact[];
}

interface CredentialKind {
  count(tables: CredentialTables, user: UserId, now: Instant): Promise<number>;
  end(tables: CredentialTables, ending: EndOfCredentials): Promise<Ended>;
}

/**
 * Everything that opens an account beside its password, kind by kind: the one place where it is written down. What
 * is added here is counted before everything is revoked, and ended with it.
 */
const kinds = {
  tokens: {
    count: async ({ permanentTokens }, user) => (await permanentTokens.countOf([user])).get(user) ?? 0,
    end: async ({ permanentTokens }, { userId, at, by }) => {
      const ended = await permanentTokens.revokeAllOf(userId, at, by);
      return { count: ended.length, touched: ended.map((id) => ({ kind: 'permanent-token', id })) };
    },
  },
  applicationPasswords: {
    count: ({ applicationPasswords }, user) => applicationPasswords.countOf(user),
    end: async ({ applicationPasswords }, { userId, at, by }) => {
      const ended = await applicationPasswords.revokeAllOf(userId, at, by);
      return { count: ended.length, touched: ended.map((id) => ({ kind: 'application-password', id })) };
    },
  },
  connections: {
    count: ({ connections }, user, now) => connections.countOf(user, now),
    end: (tables, { userId, ...ending }) => endConnections(tables, { user: userId }, ending),
  },
  sessions: {
    count: ({ sessions }, user, now) => sessions.countOf(user, now),
    end: async ({ sessions }, { userId }) => ({ count: await sessions.deleteOfUser(userId) }),
  },
  resetLinks: {
    count: ({ passwordResets }, user, now) => passwordResets.countOf(user, now),
    end: async ({ passwordResets }, { userId }) => ({ count: await passwordResets.deleteOf(userId) }),
  },
} as const satisfies Readonly<Record<string, CredentialKind>>;

export type CredentialCounts = { readonly [Kind in keyof typeof kinds]: number };

const kindNames = Object.keys(kinds) as readonly (keyof typeof kinds)[];

/** How many of each kind stand. */
export async function countCredentials(
  tables: CredentialTables,
  user: UserId,
  now: Instant,
): Promise<CredentialCounts> {
  const counts = { tokens: 0, applicationPasswords: 0, connections: 0, sessions: 0, resetLinks: 0 };
  for (const kind of kindNames) counts[kind] = await kinds[kind].count(tables, user, now);
  return counts;
}

/** Ends all of them; answers how many of each kind ended, and what a cached decision may depend on. */
export async function endCredentials(
  tables: CredentialTables,
  ending: EndOfCredentials,
): Promise<{ readonly counts: CredentialCounts; readonly touched: readonly TouchedFact[] }> {
  const counts = { tokens: 0, applicationPasswords: 0, connections: 0, sessions: 0, resetLinks: 0 };
  const touched: TouchedFact[] = [{ kind: 'user', id: ending.userId }];
  for (const kind of kindNames) {
    const ended: Ended = await kinds[kind].end(tables, ending);
    counts[kind] = ended.count;
    touched.push(...(ended.touched ?? []));
  }
  return { counts, touched };
}
