import type { GroupId, ServiceId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import type { OAuthClient } from './oauth-client.ts';
import type { EarlierSecret, ServiceSecret } from './service-secret.ts';

/** A registered application. It receives tokens, and asks the authority whether they are good. */
export interface Service {
  readonly id: ServiceId;
  /** A short name that scripts and proxies use; compared in `serviceKeyForm`. */
  readonly key: string;
  readonly keyForm: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly homeUrl: string | undefined;
  /** Who may use it, and so put it into a token's scope: members of any of these groups. */
  readonly viewers: readonly GroupId[];
  readonly secret: ServiceSecret | undefined;
  /** The one before, which stays good for a while beside it. */
  readonly earlierSecret?: EarlierSecret | undefined;
  /** Absent: it takes no part in OAuth. */
  readonly client?: OAuthClient | undefined;
  /**
   * For how long after it last heard of changes its own verifier may go on believing what it remembers, in seconds.
   * Absent: it remembers nothing, and asks at every check.
   */
  readonly memorySeconds?: number | undefined;
  readonly createdAt: Instant;
}

/** The longest that a service may be behind, in seconds: a revocation is in force everywhere after it. */
export const memorySecondsMax = 60;

/** The rule that the time breaks, or nothing. */
export function brokenMemoryRule(seconds: number): string | undefined {
  return Number.isInteger(seconds) && seconds >= 1 && seconds <= memorySecondsMax
    ? undefined
    : `must be 1 to ${memorySecondsMax} seconds, or 0 for no memory`;
}

const keyForm = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const idLikeForm = /^(\d+(-\d+)*|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i;

/** Words that stand where a key may stand in an address. */
const reservedKeys: ReadonlySet<string> = new Set(['me', 'header', 'queryassist']);

/** The rule a service key breaks, or nothing. A key can never be taken for an identifier. */
export function brokenServiceKeyRule(key: string): string | undefined {
  if (!keyForm.test(key)) return 'must be 1 to 64 letters, digits or . _ - and begin with a letter or digit';
  if (reservedKeys.has(serviceKeyForm(key))) return 'is a reserved name';
  return idLikeForm.test(key) ? 'must not look like an identifier' : undefined;
}

/** Keys are compared without case. */
export function serviceKeyForm(key: string): string {
  return key.toLowerCase();
}

/** The service as an audit event names it. */
export function serviceTarget(service: Service) {
  return { kind: 'service', id: service.id, name: service.name } as const;
}

/** Whether it may have tokens of its own: it keeps its secret, and an administrator lets it (RFC 6749 §4.4). */
export function mayActByItself({ client }: Service): boolean {
  return client?.isConfidential === true && client.flows.clientCredentials;
}
