import type { TextReader } from '../config/given.ts';
import type { SettingPath } from '../config/setting-keys.ts';
import type { Settings } from '../config/settings.ts';
import type { Log } from '../log.ts';
import type { Primary } from '../workers/join-primary.ts';
import type { ReadFile } from '../workers/read-files.ts';

/** What a command needs of the process around it. */
export interface Surroundings {
  readonly log: Log;
  /** Lines for the person at the console, or for the program that reads them. */
  readonly print: (line: string) => void;
  /** Lines that say why not. */
  readonly complain: (line: string) => void;
  readonly readFile: TextReader;
  /** What the settings were read from. */
  readonly filesRead: readonly ReadFile[];
  /** Present in a worker, which another process of this host started. */
  readonly primary: Primary | undefined;
  /** Aborted when the process is asked to end. */
  readonly stop: AbortSignal;
}

/** What stood behind the command's own words. */
export interface Given {
  readonly options: Readonly<Record<string, string | undefined>>;
  readonly operands: readonly string[];
}

/** Does one thing and answers the exit code: 0, or 1 when the answer is no. What it throws is an exit code 1, too. */
export type Command = (settings: Settings, surroundings: Surroundings, given: Given) => Promise<number>;

/** One row of the table of commands. */
export interface CommandRow {
  /** As it is typed: `audit verify`. */
  readonly words: string;
  /** Its options, each of which takes a value; and what the value is called in the usage. */
  readonly options?: Readonly<Record<string, string>>;
  /** Which of its options say a setting of this one run. */
  readonly settings?: Readonly<Record<string, SettingPath>>;
  /** What its operands are called in the usage; all of them must be given. */
  readonly operands?: readonly string[];
  readonly summary: string;
  readonly run: Command;
}
