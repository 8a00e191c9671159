import { join, relative, resolve } from 'node:path';
import process from 'node:process';
import { finished } from 'node:stream/promises';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { inspect } from 'node:util';
import { root } from './root.mjs';

export interface Outcome {
  readonly passed: number;
  /** Each failed test with its file and the beginning of what it says is wrong. */
  readonly failed: readonly string[];
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

/** Of what a failed test says: the whole stands where it failed. */
const reasonLengthMax = 1_000;

/** What Node's test runner says of one finished test, as far as the count goes. */
interface Verdict {
  readonly name: string;
  readonly file?: string;
  readonly skip?: string | boolean;
  readonly todo?: string | boolean;
  readonly details: { readonly type?: 'suite' | 'test'; readonly error?: Error };
}

/**
 * Runs test files, each in a process of its own, and counts by Node's own events rather than by its printed
 * summary, which holds two traps: a skipped `describe` counts as nothing at all, and a file that ends before its
 * tests have run counts as one passed test. Here the first is a skip and the second a failure.
 */
export async function runTestFiles(files: readonly string[], options: RunOptions): Promise<Outcome> {
  let passed = 0;
  const failed: string[] = [];
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
    else if (verdict.details.type !== 'suite') failed.push(describeFailure(verdict));
  });
  events.on('test:summary', ({ file, success }) => {
    if (file !== undefined) unheardOf.delete(file);
    // A failing hook fails its `describe` and may fail no test in it.
    else if (!success && failed.length === 0) failed.push('a hook, or something that no test waited for');
  });
  const printed = events.compose(new spec());
  printed.pipe(process.stdout, { end: false });
  await finished(printed);

  for (const file of unheardOf)
    failed.push(`${relative(process.cwd(), file)}: ended before its tests did, or holds none`);
  return { passed, failed, skipped };
}

function isWholeFile(verdict: Verdict): verdict is Verdict & { readonly file: string } {
  return verdict.file !== undefined && resolve(verdict.name) === verdict.file;
}

function isSkipped(verdict: Verdict): boolean {
  return isGiven(verdict.skip) || isGiven(verdict.todo);
}

function describeSkip(verdict: Verdict): string {
  const reason = [verdict.skip, verdict.todo].find((given) => typeof given === 'string');
  return `${describeTest(verdict)}${reason === undefined ? '' : ` (${reason})`}`;
}

function describeFailure(verdict: Verdict): string {
  const wrong = verdict.details.error?.cause ?? verdict.details.error;
  const reason = wrong instanceof Error ? wrong.message : inspect(wrong);
  return `${describeTest(verdict)} (${reason.slice(0, reasonLengthMax)})`;
}

function describeTest({ name, file = '' }: Verdict): string {
  const fromHere = relative(process.cwd(), file);
  return resolve(name) === file ? fromHere : `${fromHere}: ${name}`;
}

/** An empty reason is a reason: Node marks a test as skipped with "" too. */
function isGiven(mark: string | boolean | undefined): boolean {
  return mark !== undefined && mark !== false;
}
