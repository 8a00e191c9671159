#!/usr/bin/env node
import './platform/heap-growth.ts';
import './platform/release-name.ts';
import { readFileSync } from 'node:fs';
import pino from 'pino';
import { commandTable } from './commands/command-table.ts';
import {
  type ParsedCommand,
  parseCommandLine,
  settingsGiven,
  usageOf,
} from './commands/parse-command-line.ts';
import { loadSettings } from './config.ts';
import { version } from './version.ts';
import { joinPrimary, type Primary } from './workers/join-primary.ts';
import { rememberReads } from './workers/read-files.ts';

/** The server's own command, and, beside `bin` that leads here, the only file that touches the process. */
const program = 'countersign-server';

const usage = `${program}, the authority for authentication tokens

${usageOf(program, commandTable)}
Settings come from the options of a command, then from the environment (COUNTERSIGN_…), then from countersign.json; see docs/configuration.md.
`;

async function main(arguments_: readonly string[]): Promise<number> {
  const [first] = arguments_;
  if (first === '--help' || first === '-h') return print(usage, 0);
  if (first === '--version') return print(`${version}\n`, 0);
  const command = parseCommandLine(commandTable, arguments_);
  if (command === undefined) return complain(usage, 2);

  const stop = new AbortController();
  const primary = await joinPrimary(process.env, () => stop.abort());
  try {
    return await run(command, primary, stop);
  } finally {
    primary?.leave();
  }
}

async function run(
  { row, given }: ParsedCommand,
  primary: Primary | undefined,
  stop: AbortController,
): Promise<number> {
  const { readFile, files } = rememberReads(primary?.readFile ?? ((file) => readFileSync(file, 'utf8')));
  const loaded = loadSettings({
    env: process.env,
    cwd: process.cwd(),
    readFile,
    commandLine: settingsGiven(row, given),
  });
  if (!loaded.ok) {
    return complain(
      `${program} cannot start:\n${loaded.problems.map((problem) => `  - ${problem}\n`).join('')}`,
      2,
    );
  }
  // Other users of the host have no business with anything this process writes.
  process.umask(0o077);
  const log = pino({ level: loaded.settings.log.level }, pino.destination(2));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  return row.run(
    loaded.settings,
    {
      log,
      print: (line) => void process.stdout.write(`${line}\n`),
      complain: (line) => void process.stderr.write(`${line}\n`),
      readFile,
      filesRead: files,
      primary,
      stop: stop.signal,
    },
    given,
  );
}

function print(text: string, code: number): number {
  process.stdout.write(text);
  return code;
}

function complain(text: string, code: number): number {
  process.stderr.write(text);
  return code;
}

/** Every message of the chain: the last one names what an operator can mend. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${reasonOf(error.cause)}`;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  complain(`${program} stopped: ${reasonOf(error)}\n`, 1);
  process.exitCode = 1;
}
