import { join, relative, resolve } from 'node:path';
import process from 'node:process';
import { finished } from 'node:stream/promises';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { root } from './root.mjs';

export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  /** Each skipped test with its file and the reason it gave. */
  readonly skipped: readonly string[];
}

export interface RunOptions {
  readonly concurrency: number;
  /** When the files together take longer, those that still run are stopped and fail. */
  readonly secondsMax: number;
}

/** Where what the processes of a run compile is kept, for the next ones: they load the same modules hundreds of times. */
const compiledFolder = join(root, 'node_modules', '.cache', 'compiled');

/** What Node's test runner says of one finished test, as far as the count goes. */
interface Verdict {
  readonly name: string;
  readonly file?: string;
  readonly skip?: string | boolean;
  readonly todo?: string | boolean;
  readonly details: { readonly type?: 'suite' | 'test' };
}

/**
 * Runs test files, each in a process of its own, and counts by Node's own events rather than by its printed
 * summary, which holds two traps: a skipped `describe` counts as nothing at all, and a file that ends before its
 * tests have run counts as one passed test. Here the first is a skip and the second a failure.
 */
export async function runTestFiles(files: readonly string[], options: RunOptions): Promise<Outcome> {
  let passed = 0;
  let failed = 0;
  const skipped: string[] = [];
  process.env.NODE_COMPILE_CACHE ??= compiledFolder;
  const unheardOf = new Set(files.map((file) => resolve(file)));

  const events = run({
    files: [...files],
    concurrency: options.concurrency,
    execArgv: ['--import', new URL('./untracked-tests.ts', import.meta.url).href],
    // Not `timeout`: it ends a test, but not a process that a leaked timer or socket keeps alive.
    signal: AbortSignal.timeout(options.secondsMax * 1_000),
  });
  events.on('test:pass', (verdict) => {
    if (isWholeFile(verdict)) return;
    if (isSkipped(verdict)) skipped.push(describeSkip(verdict));
    else if (verdict.details.type !== 'suite') passed += 1;
  });
  events.on('test:fail', (verdict) => {
    if (isWholeFile(verdict)) unheardOf.delete(verdict.file);
    // A failing "todo" fails nothing in Node's eyes; it is a test that does not test yet.
    if (isSkipped(verdict)) skipped.push(describeSkip(verdict));
    else if (verdict.details.type !== 'suite') failed += 1;
  });
  events.on('test:summary', ({ file, success }) => {
    if (file !== undefined) unheardOf.delete(file);
    // A failing hook fails its `describe` and may fail no test in it.
    else if (!success && failed === 0) failed += 1;
  });
  const printed = events.compose(new spec());
  printed.pipe(process.stdout, { end: false });
  await finished(printed);

  for (const file of unheardOf) {
    console.error(`✖ ${file} ended before its tests did, or holds none`);
    failed += 1;
  }
  return { passed, failed, skipped };
}

function isWholeFile(verdict: Verdict): verdict is Verdict & { readonly file: string } {
  return verdict.file !== undefined && resolve(verdict.name) === verdict.file;
}

function isSkipped(verdict: Verdict): boolean {
  return isGiven(verdict.skip) || isGiven(verdict.todo);
}

function describeSkip({ name, file, skip, todo }: Verdict): string {
  const reason = [skip, todo].find((given) => typeof given === 'string');
  return `${relative(process.cwd(), file ?? '')}: ${name}${reason === undefined ? '' : ` (${reason})`}`;
}

/** An empty reason is a reason: Node marks a test as skipped with "" too. */
function isGiven(mark: string | boolean | undefined): boolean {
  return mark !== undefined && mark !== false;
}
