import type { AuditFilter } from './audit-filter.ts';
import type { AuditEvent, AuditHead } from './chain.ts';

/** The log as readers see it. It is written only through `Transactor.change`. */
export interface AuditLog {
  head(): Promise<AuditHead>;
  /** Events after a number, oldest first, at most `top`. */
  listAfter(number: number, top: number): Promise<readonly AuditEvent[]>;
  find(number: number): Promise<AuditEvent | undefined>;
  /** One window of the events that fit, newest first. */
  list(filter: AuditFilter, window: { readonly skip: number; readonly top: number }): Promise<AuditPage>;
  /**
   * All events that fit and were there when it began, newest first, in pieces that are read as they are consumed:
   * however long the log is, little of it is in memory.
   */
  walk(filter: AuditFilter): AsyncIterable<readonly AuditEvent[]>;
}

/** As much of it as verification reads. */
export type AuditChain = Pick<AuditLog, 'head' | 'listAfter'>;

export interface AuditPage {
  readonly items: readonly AuditEvent[];
  /** How many fit, counted no further than `auditTotalMax`. */
  readonly total: number;
  /** Whether more fit than were counted. */
  readonly isCapped: boolean;
}

/** Nobody reads further than this page by page, and counting a log of millions would take longer than reading it. */
export const auditTotalMax = 10_000;
