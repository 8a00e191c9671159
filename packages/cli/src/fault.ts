/** The ends a command can come to. They are part of its contract with scripts. */
import { AuthorityError, NetworkError } from '@countersign/sdk';

export const exitCodes = { done: 0, failed: 1, usage: 2, unauthenticated: 4 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The command cannot go on, for a reason that its user can mend. */
export class Fault extends Error {
  readonly exitCode: ExitCode;
  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}

export function usageFault(message: string): Fault {
  return new Fault(exitCodes.usage, message);
}

export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof Fault) return error.exitCode;
  if (error instanceof AuthorityError && error.status === 401) return exitCodes.unauthenticated;
  if (error instanceof NetworkError && error.code === 'aborted') return exitCodes.usage;
  return exitCodes.failed;
}

/** The one line that tells of it. */
export function describe(error: unknown): string {
  if (error instanceof NetworkError && error.code === 'unreachable')
    return `${error.message}; --url or COUNTERSIGN_URL says where it is`;
  if (!(error instanceof AuthorityError)) return error instanceof Error ? error.message : 'failed';
  const details = error.children
    .map((child) => child.error_description)
    .filter((detail) => !error.message.includes(detail));
  const more = details.length > 0 ? ` (${details.join('; ')})` : '';
  const wait =
    error.retryAfterSeconds === undefined ? '' : `; try again in ${error.retryAfterSeconds} seconds`;
  const request = error.requestId === undefined ? '' : ` [request ${error.requestId}]`;
  return `${error.message}${more}${wait}${request}`;
}
