import type { TextReader } from '../config/given.ts';

/** A file as it was when somebody read it, or why it could not be read. */
export type ReadFile =
  | { readonly file: string; readonly text: string }
  | { readonly file: string; readonly code: string };

/**
 * Reads, and remembers what was read. A worker that takes the place of another one has the settings that the command
 * started with, whatever was written to their file since.
 */
export function rememberReads(readFile: TextReader): {
  readonly readFile: TextReader;
  readonly files: readonly ReadFile[];
} {
  const files: ReadFile[] = [];
  return {
    files,
    readFile: (file) => {
      try {
        const text = readFile(file);
        files.push({ file, text });
        return text;
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
        files.push({ file, code });
        throw error;
      }
    },
  };
}

/** Answers what was read elsewhere, and nothing else. */
export function readAgain(files: readonly ReadFile[]): TextReader {
  return (file) => {
    const read = files.find((one) => one.file === file);
    if (read !== undefined && 'text' in read) return read.text;
    throw Object.assign(new Error(`${file} was not read`), { code: read?.code ?? 'ENOENT' });
  };
}
