/**
 * `npm run demo`: an authority full of a company that does not exist. It lives through four months of it on a clock
 * that moves, through the public API alone, and then serves it on the real one. Everything is in `./demo-data`, made
 * anew at every start.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { dayMilliseconds } from '@countersign/core';
import pino from 'pino';
import { serve } from '../packages/server/src/commands/serve.ts';
import { compose } from '../packages/server/src/compose.ts';
import { loadSettings } from '../packages/server/src/config.ts';
import { createApp } from '../packages/server/src/http/create-app.ts';
import { systemRandom } from '../packages/server/src/platform/random.ts';
import { administrator } from './demo/company.ts';
import { historyDays, liveThrough } from './demo/history.ts';
import { MovingClock } from './demo/moving-clock.ts';
import { Rest } from './demo/rest.ts';
import { root } from './root.mjs';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '4700' }, folder: { type: 'string' } },
});
const folder = values.folder ?? join(root, 'demo-data');
rmSync(folder, { recursive: true, force: true });

const loaded = loadSettings({
  env: {
    COUNTERSIGN_PUBLIC_URL: `http://localhost:${values.port}`,
    COUNTERSIGN_LISTEN__PORT: values.port,
    COUNTERSIGN_LISTEN__TRUSTED_PROXIES: '127.0.0.1,::1',
    COUNTERSIGN_DATA__DIRECTORY: folder,
  },
  cwd: root,
  readFile,
});
if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
const { settings } = loaded;
const password = process.env.COUNTERSIGN_DEMO_PASSWORD ?? randomBytes(12).toString('base64url');
/** The last day ends now. */
const workdayMilliseconds = 9 * 3_600_000;
const log = pino({ level: 'error' }, pino.destination(2));

const startedAt = performance.now();
console.log('Living through four months of a company; this takes a minute.');
await makeHistory();
const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
console.log(`Done in ${seconds} s. Sign in as ${administrator.login} with the password ${password}`);

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
process.exitCode = await serve(
  settings,
  {
    log,
    print: console.log,
    complain: console.error,
    readFile,
    filesRead: [],
    primary: undefined,
    stop: stop.signal,
  },
  { options: {}, operands: [] },
);

function readFile(file: string): string {
  return readFileSync(file, 'utf8');
}

async function makeHistory(): Promise<void> {
  process.umask(0o077);
  mkdirSync(folder, { recursive: true });
  const clock = new MovingClock(Date.now() - historyDays * dayMilliseconds - workdayMilliseconds);
  const { authority, setUpCode } = await compose(settings, { clock, random: systemRandom });
  const app = await createApp(authority, log, () => false);
  await app.listen({ host: settings.listen.host, port: settings.listen.port });
  try {
    await liveThrough({
      rest: new Rest(settings.publicUrl.href),
      clock,
      setUpCode: setUpCode?.reveal() ?? '',
      password,
      flush: async () => {
        await authority.uses.flush();
        await authority.sessionClock.flush();
        await authority.refusedChecks.flush();
      },
      report: (line) => console.log(`  ${line}`),
    });
  } finally {
    await app.close();
    await authority.store.close();
  }
}
