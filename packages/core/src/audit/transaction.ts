import type { ProjectId, ServiceId, UserId } from '../kernel/id.ts';
import type { SecretHash } from '../kernel/secret.ts';
import type { Result } from '../refusal.ts';
import type { AuditEntry } from './event.ts';

/**
 * The one door to a write. Work done behind it either answers what it did, with the audit events that say so
 * and the facts it touched, or refuses; the store commits all of it together or nothing at all. A change
 * without its event does not compile.
 */
export interface Transactor<Tables> {
  /**
   * Runs `work` in one transaction that no other change can interleave with, so that what it read and
   * checked still holds when it writes. Resolves after the commit is durable. A refusal rolls back.
   */
  change<Value>(work: (tables: Tables) => Promise<Result<Recorded<Value>>>): Promise<Result<Value>>;
  /** Reads outside any transaction; each call sees the last commit. */
  readonly tables: Tables;
}

/** What a change answers: its value, and what must be committed with it. */
export interface Recorded<Value> {
  readonly value: Value;
  readonly events: readonly [AuditEntry, ...AuditEntry[]];
  /** What a cached decision may depend on and is different now. Issuing touches nothing: absence is never cached. */
  readonly touched: readonly TouchedFact[];
}

/**
 * A fact that decisions read. What one user holds is theirs; a change of a role, a group's place or grants, a
 * service's viewers or of what is declared touches whoever holds by it, and so the access of everybody.
 */
export type TouchedFact =
  | { readonly kind: 'user'; readonly id: UserId }
  | { readonly kind: 'service'; readonly id: ServiceId }
  /** Named by its hash, as checks look it up. */
  | { readonly kind: 'permanent-token'; readonly id: SecretHash }
  | { readonly kind: 'application-password'; readonly id: SecretHash }
  | { readonly kind: 'access-token'; readonly id: SecretHash }
  | { readonly kind: 'project'; readonly id: ProjectId }
  | typeof everybodysAccess;

/** What many hold may be different now. */
export const everybodysAccess = { kind: 'access', id: 'everybody' } as const;
