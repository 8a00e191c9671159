#!/usr/bin/env node
/**
 * The command as the packages install it. The server is TypeScript that a new Node runs as it is; an older one that
 * somebody has on the PATH would stop at the first type with a stack. It hands over to the Node that the dependencies
 * brought, or says what is missing. So this file is plain JavaScript on Node's own modules, as the bootstrap is.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** Keep equal to `engines` in package.json. */
const nodeMajorMin = 24;

const main = new URL('../src/main.ts', import.meta.url);
const broughtNode = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url));

if (Number.parseInt(process.versions.node, 10) >= nodeMajorMin) await import(main.href);
else if (existsSync(broughtNode)) handOver();
else complain();

function handOver() {
  const words = [fileURLToPath(main), ...process.argv.slice(2)];
  const server = spawn(broughtNode, words, { stdio: 'inherit' });
  // Ctrl+C reaches both at once; what is sent to this process alone is passed on.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => server.kill('SIGTERM'));
  server.on('error', complain);
  server.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}

function complain() {
  process.stderr.write(
    `countersign-server runs on Node ${nodeMajorMin} or newer, and this is ${process.version}. ` +
      'Run npm start once: the dependencies that it installs bring a newer one.\n',
  );
  process.exitCode = 1;
}
