#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import pino from 'pino';
import { serve } from './commands/serve.ts';
import { loadSettings } from './config.ts';
import { version } from './version.ts';

/** The server's own command, and the only file that touches the process. */
const usage = `countersign-server, the authority for authentication tokens

Usage: countersign-server serve      answer requests until stopped
       countersign-server --version
       countersign-server --help

Settings come from the environment (COUNTERSIGN_…), then from countersign.json; see docs/configuration.md.
`;

async function main(arguments_: readonly string[]): Promise<number> {
  const [command, ...rest] = arguments_;
  if (command === '--help' || command === '-h') return print(usage, 0);
  if (command === '--version') return print(`${version}\n`, 0);
  if (command !== 'serve' || rest.length > 0) return complain(usage, 2);

  const loaded = loadSettings({
    env: process.env,
    cwd: process.cwd(),
    readFile: (file) => readFileSync(file, 'utf8'),
  });
  if (!loaded.ok) {
    return complain(
      `countersign-server cannot start:\n${loaded.problems.map((problem) => `  - ${problem}\n`).join('')}`,
      2,
    );
  }
  // Other users of the host have no business with anything this process writes.
  process.umask(0o077);
  const log = pino({ level: loaded.settings.log.level }, pino.destination(2));
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  await serve(loaded.settings, {
    log,
    print: (text) => void process.stdout.write(`${text}\n`),
    stop: stop.signal,
  });
  return 0;
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
  complain(`countersign-server stopped: ${reasonOf(error)}\n`, 1);
  process.exitCode = 1;
}
