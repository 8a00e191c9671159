#!/usr/bin/env node
/** The program `countersign`: the only file that touches the process. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { run } from './run.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

// A reader that has seen enough, such as head, is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await run(process.argv.slice(2), {
  environment: process.env,
  version,
  now: Date.now,
  print: (output) => process.stdout.write(output),
  report: (line) => process.stderr.write(line),
  readStandardInput: () => text(process.stdin),
  readFile: (path) => readFile(path, 'utf8'),
});
