import { StoreDefect, StoreUnavailable } from '../failures.ts';

/** Primary result codes (https://www.sqlite.org/rescode.html) that the rules below name. */
const busy = 5;
const ioError = 10;
const corrupt = 11;
const constraint = 19;
const notADatabase = 26;

/** Locked, out of memory, read-only, interrupted, full, cannot open, lock protocol. */
const passing: ReadonlySet<number> = new Set([busy, 6, 7, 8, 9, 13, 14, 15]);

/** After these nothing that the engine says can be relied on: what it believes is on disk may not be there. */
const lasting: ReadonlySet<number> = new Set([ioError, corrupt, notADatabase]);

/** Whether another process holds the lock, so that trying again may help. */
export function isBusy(error: unknown): boolean {
  return resultCodeOf(error) === busy;
}

/** Whether the connection must not be used for another write. */
export function isLasting(error: unknown): boolean {
  return lasting.has(resultCodeOf(error) ?? 0);
}

/** What the rest of the store throws for an error of the engine. */
export function failureOf(error: unknown): unknown {
  const code = resultCodeOf(error);
  if (code === constraint) return new StoreDefect(`broken constraint: ${(error as Error).message}`);
  if (code !== undefined && (passing.has(code) || lasting.has(code))) {
    return new StoreUnavailable('SQLite cannot answer now', { cause: error });
  }
  if (isClosed(error)) return new StoreUnavailable('the store is closed', { cause: error });
  return error;
}

/** The low byte: the rest of an extended code only says more of the same. */
function resultCodeOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}

function isClosed(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_STATE';
}
