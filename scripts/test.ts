/**
 * `npm test`: every test there is, in suites, with the seconds of each and one last line that counts them all.
 *
 * `--only walls,unit` runs some suites; `--long` runs the large numbers. Where CI is "true" a skipped test fails
 * the run. Suites share one folder, COUNTERSIGN_TEST_RUN: what servers under test write stays there until the end,
 * for the canary suite to search; it is removed when everything passed. It is in memory where there is room: no test
 * is about a disk, and hundreds of databases are synced to it at every commit.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { roomyFolder } from '../test/harness/postgres-server.ts';
import { root } from './root.mjs';
import { type Outcome, runTestFiles } from './run-test-files.ts';
import {
  type CommandSuite,
  type FileSuite,
  filesOf,
  filesOfNoSuite,
  type Suite,
  suites,
} from './test-suites.ts';

interface Row extends Outcome {
  readonly name: string;
  readonly seconds: number;
}

/** Twice what a run writes, beside its servers of PostgreSQL. */
const runBytes = 2 ** 32;

const { values: words } = parseArgs({ options: { only: { type: 'string' }, long: { type: 'boolean' } } });
const chosen = words.only === undefined ? suites : chooseSuites(words.only);

process.chdir(root);
if (words.long === true) process.env.COUNTERSIGN_TEST_LONG = '1';
const isLong = process.env.COUNTERSIGN_TEST_LONG === '1';
const isRunFolderOurs = process.env.COUNTERSIGN_TEST_RUN === undefined;
const runFolder = process.env.COUNTERSIGN_TEST_RUN ?? makeRunFolder();
process.env.COUNTERSIGN_TEST_RUN = runFolder;

const rows: Row[] = [];
for (const suite of chosen) rows.push(await runSuite(suite));
if (words.only === undefined) rows.push(...orphans());
process.exitCode = report(rows) ? 0 : 1;

function chooseSuites(list: string): readonly Suite[] {
  const names = list.split(',');
  const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length === 0) return suites.filter((suite) => names.includes(suite.name));
  console.error(
    `No suite ${unknown.join(', ')}. There are: ${suites.map((suite) => suite.name).join(', ')}.`,
  );
  return process.exit(2);
}

async function runSuite(suite: Suite): Promise<Row> {
  console.log(`\n── ${suite.name}`);
  const startedAt = performance.now();
  const outcome = suite.kind === 'command' ? runCommands(suite) : await runFiles(suite);
  return { name: suite.name, seconds: (performance.now() - startedAt) / 1_000, ...outcome };
}

/** Commands count as one test together. */
function runCommands(suite: CommandSuite): Outcome {
  const succeeded = suite.commands.every(([program, ...rest]) => {
    // npm puts the folder of the project's programs on the PATH; outside npm this file still works.
    const path = join(root, 'node_modules', '.bin', program);
    return spawnSync(path, rest, { stdio: 'inherit', shell: process.platform === 'win32' }).status === 0;
  });
  return { passed: succeeded ? 1 : 0, failed: succeeded ? [] : [suite.name], skipped: [] };
}

async function runFiles(suite: FileSuite): Promise<Outcome> {
  const files = filesOf(suite);
  if (files.length === 0) {
    return { passed: 0, failed: [`no file matches ${suite.globs.join(' ')}`], skipped: [] };
  }
  const minutesMax = isLong ? 240 : 20;
  return runTestFiles(files, { concurrency: suite.concurrency, secondsMax: minutesMax * 60 });
}

function orphans(): Row[] {
  const files = filesOfNoSuite();
  if (files.length === 0) return [];
  const failed = files.map((file) => `${file}: no suite of scripts/test-suites.ts runs it`);
  return [{ name: '(none)', seconds: 0, passed: 0, failed, skipped: [] }];
}

/** Prints the table and the last line, whose form machines read; answers whether the run is good. */
function report(all: readonly Row[]): boolean {
  const skipped = all.flatMap((row) => row.skipped);
  const passed = sum(all.map((row) => row.passed));
  const failed = all.flatMap((row) => row.failed);
  const skipsFail = process.env.CI === 'true' && skipped.length > 0;
  const good = failed.length === 0 && !skipsFail;

  console.log('\nsuite       seconds  passed  failed  skipped');
  for (const row of all) {
    const numbers = [row.seconds.toFixed(1).padStart(9), String(row.passed).padStart(8)];
    numbers.push(String(row.failed.length).padStart(8), String(row.skipped.length).padStart(9));
    console.log(row.name.padEnd(10) + numbers.join(''));
  }
  list(`Skipped${skipsFail ? ', which fails this run' : ''}`, skipped);
  list('Failed', failed);
  if (!good || !isRunFolderOurs)
    console.log(`\nWhat the tests wrote is in ${isRunFolderOurs ? moveToDisk(runFolder) : runFolder}`);
  console.log(`\n${passed} passed, ${failed.length} failed, ${skipped.length} skipped`);
  return good;
}

function list(title: string, tests: readonly string[]): void {
  if (tests.length > 0) console.log(`\n${title}:\n  ${tests.join('\n  ')}`);
}

/** A folder that is gone when the run has ended or was broken off. */
function makeRunFolder(): string {
  const folder = mkdtempSync(join(roomyFolder(runBytes), 'countersign-test-'));
  process.once('SIGINT', () => process.exit(130));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Where it stays to be looked at, and takes no memory. Sockets of programs that have ended stay behind. */
function moveToDisk(folder: string): string {
  const kept = mkdtempSync(join(tmpdir(), 'countersign-failed-'));
  const filter = (name: string) => statSync(name).isFile() || statSync(name).isDirectory();
  cpSync(folder, kept, { recursive: true, filter });
  return kept;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
