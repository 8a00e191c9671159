import type { AuthorityClientOptions } from '@countersign/sdk';

/** Everything the command takes from the process and gives back to it. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  readonly now: () => number;
  /** To standard output: what was asked for, and nothing else. */
  readonly print: (text: string) => void;
  /** One line to standard error. */
  readonly report: (line: string) => void;
  readonly readStandardInput: () => Promise<string>;
  readonly readFile: (path: string) => Promise<string>;
  readonly fetch?: AuthorityClientOptions['fetch'];
}
