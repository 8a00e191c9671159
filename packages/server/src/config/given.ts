import type { SettingPath } from './setting-keys.ts';

/** One setting as somebody gave it, under the name it has where it was written. */
export interface Given {
  readonly name: string;
  readonly value: unknown;
}

/** What one source of settings gave, and everything that is wrong with it. */
export interface GivenSettings {
  readonly given: ReadonlyMap<SettingPath, Given>;
  readonly problems: readonly string[];
}

/** Reads a file as text; throws, as `node:fs` does, when it cannot. */
export type TextReader = (file: string) => string;

/** Reads a file, or says in words why not. Absent when there is no such file. */
export function readText(
  readFile: TextReader,
  file: string,
): { readonly text: string } | { readonly broken: string } | undefined {
  try {
    return { text: readFile(file) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return code === 'ENOENT' ? undefined : { broken: `cannot be read (${code})` };
  }
}
