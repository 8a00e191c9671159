import type { AuditEvent, AuditHead } from './chain.ts';

/** The log as readers see it. It is written only through `Transactor.change`. */
export interface AuditLog {
  head(): Promise<AuditHead>;
  /** Events after a number, oldest first, at most `top`. */
  listAfter(number: number, top: number): Promise<readonly AuditEvent[]>;
}
