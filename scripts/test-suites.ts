import { globSync } from 'node:fs';
import process from 'node:process';

/** One step of `npm test`: a command that answers by its exit code, or files for Node's test runner. */
export type Suite = CommandSuite | FileSuite;

export interface CommandSuite {
  readonly kind: 'command';
  readonly name: string;
  /** Programs of `node_modules/.bin` with their arguments, run in turn until one fails. */
  readonly commands: readonly (readonly [program: string, ...words: string[]])[];
}

export interface FileSuite {
  readonly kind: 'files';
  readonly name: string;
  readonly globs: readonly string[];
  /** Where the suite begins: what takes longest, so that no worker waits at the end for one file of the other. */
  readonly longest?: readonly string[];
  /** Files at a time. One where a suite kills servers under load, or searches what others wrote. */
  readonly concurrency: 1 | 2;
}

/** Biome colours what it writes even into a file. */
const biomeWords = process.stdout.isTTY ? [] : ['--colors=off'];

/** In running order: the cheapest verdicts first, and the canary last, for it searches what the others left. */
export const suites: readonly Suite[] = [
  { kind: 'command', name: 'lint', commands: [['biome', 'ci', ...biomeWords, '.']] },
  {
    kind: 'command',
    name: 'types',
    commands: [
      ['tsc', '-b'],
      ['tsc', '-p', 'tsconfig.tests.json'],
    ],
  },
  { kind: 'files', name: 'walls', globs: ['test/walls/*.test.ts'], concurrency: 2 },
  {
    kind: 'files',
    name: 'unit',
    globs: ['packages/*/src/**/*.test.ts', 'scripts/*.test.ts'],
    concurrency: 2,
  },
  { kind: 'files', name: 'guard', globs: ['packages/core/test/**/*.test.ts'], concurrency: 2 },
  {
    kind: 'files',
    name: 'contract',
    globs: ['packages/store/test/**/*.test.ts'],
    longest: [
      'packages/store/test/guard-races-postgres.test.ts',
      'packages/store/test/postgres.test.ts',
      'packages/store/test/factor-races-postgres.test.ts',
      'packages/store/test/guard-sqlite.test.ts',
      'packages/store/test/guard-races-sqlite.test.ts',
      'packages/store/test/guard-postgres.test.ts',
      'packages/store/test/sqlite.test.ts',
    ],
    concurrency: 2,
  },
  {
    kind: 'files',
    name: 'server',
    globs: ['packages/server/test/**/*.test.ts'],
    longest: [
      'packages/server/test/access-matrix.test.ts',
      'packages/server/test/oauth/oauth-races-postgres.test.ts',
      'packages/server/test/postgres.test.ts',
      'packages/server/test/audit-commands.test.ts',
      'packages/server/test/configuration.test.ts',
      'packages/server/test/oauth/oauth-races-sqlite.test.ts',
      'packages/server/test/checking/revocation.test.ts',
      'packages/server/test/attacks/every-endpoint.test.ts',
    ],
    concurrency: 2,
  },
  {
    kind: 'files',
    name: 'acceptance',
    globs: ['test/acceptance/**/*.test.ts'],
    longest: ['test/acceptance/ring-ui.test.ts'],
    concurrency: 2,
  },
  { kind: 'files', name: 'faults', globs: ['test/faults/*.test.ts'], concurrency: 1 },
  {
    kind: 'files',
    name: 'histories',
    globs: ['test/faults/linearizability/*.test.ts', 'test/faults/links/*.test.ts'],
    longest: ['test/faults/linearizability/linearizability.test.ts', 'test/faults/links/outages.test.ts'],
    // Those that cut links wait most of their time.
    concurrency: 2,
  },
  {
    kind: 'files',
    name: 'e2e',
    globs: ['test/e2e/**/*.test.ts'],
    longest: [
      'test/e2e/services-oauth.test.ts',
      'test/e2e/services-and-audit.test.ts',
      'test/e2e/users.test.ts',
      'test/e2e/access.test.ts',
      'test/e2e/passkeys.test.ts',
      'test/e2e/sessions.test.ts',
    ],
    concurrency: 2,
  },
  { kind: 'files', name: 'canary', globs: ['test/canary/**/*.test.ts'], concurrency: 1 },
];

/** Those that take longest first, the others by name. */
export function filesOf({ globs, longest = [] }: FileSuite): string[] {
  const files = globSync([...globs], { exclude: isInstalled }).sort();
  const moved = longest.filter((file) => !files.includes(file));
  if (moved.length > 0)
    throw new Error(`scripts/test-suites.ts names what is not there: ${moved.join(', ')}`);
  return [...longest, ...files.filter((file) => !longest.includes(file))];
}

/** Test files that no suite would run: a guarantee that nobody checks. */
export function filesOfNoSuite(): string[] {
  const known = new Set(suites.flatMap((suite) => (suite.kind === 'files' ? filesOf(suite) : [])));
  const all = globSync('{bench,packages,scripts,test}/**/*.test.{ts,tsx,mjs,js}', { exclude: isInstalled });
  return all.filter((file) => !known.has(file)).sort();
}

function isInstalled(path: string): boolean {
  return path.endsWith('node_modules');
}
