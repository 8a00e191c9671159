import { DatabaseError } from 'pg';
import { StoreDefect, StoreUnavailable, UnsafeSetting } from '../failures.ts';

/**
 * Classes and codes (PostgreSQL, Appendix A) that mean "not now": connection, a server or transaction that only
 * reads or took too long, authorization to connect, rollback by the server, resources, operator's intervention,
 * lock not available, system and internal error.
 */
const passing = ['08', '25006', '25P03', '28', '3D', '40', '53', '55P03', '57', '58', 'XX'];

/** The commit was decided against, and said so: a deferred constraint, a conflict between transactions. */
const decidedAgainst = ['23', '40'];

/** What the rest of the store throws for an error of the driver. */
export function failureOf(error: unknown): unknown {
  if (error instanceof UnsafeSetting) return new StoreUnavailable(error.message, { cause: error });
  if (error instanceof StoreUnavailable || error instanceof TypeError) return error;
  if (!(error instanceof DatabaseError)) {
    // No answer of the server: the connection broke, was refused, or took too long.
    return new StoreUnavailable('PostgreSQL cannot be reached', { cause: error });
  }
  if (hasCode(error, passing)) return new StoreUnavailable('PostgreSQL cannot answer now', { cause: error });
  // The server's message is not passed on: its detail quotes the row, hashes included.
  if (hasCode(error, ['23'])) return new StoreDefect(`broken constraint: ${error.constraint ?? error.code}`);
  return error;
}

/** Whether an error in answer to COMMIT says plainly that nothing was committed. */
export function isDecidedAgainst(error: unknown): boolean {
  return error instanceof DatabaseError && hasCode(error, decidedAgainst);
}

/** Whether the connection may still be used after the error: the server answered, and did not hang up. */
export function isAnswered(error: unknown): boolean {
  return error instanceof DatabaseError && !hasCode(error, ['08', '57P', '58', 'XX']);
}

/** Whether a question was sent and nothing at all came back in its time: the driver has no code for it, only words. */
export function isSilence(error: unknown): boolean {
  return error instanceof Error && error.message === 'Query read timeout';
}

function hasCode(error: DatabaseError, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => error.code?.startsWith(prefix) === true);
}
