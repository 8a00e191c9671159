import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after } from 'node:test';
import type { Caller, Result, UserId } from '@countersign/core';
import pino from 'pino';
import { administrator, ask, setUp } from '../../../../test/harness/rest-client.ts';
import { newDataFolder, rememberSecret } from '../../../../test/harness/run-folder.ts';
import { freePort } from '../../../../test/harness/running-authority.ts';
import type { Authority } from '../../src/authority.ts';
import { type Composition, compose } from '../../src/compose.ts';
import type { Settings } from '../../src/config/settings.ts';
import { loadSettings } from '../../src/config.ts';
import { createApp } from '../../src/http/create-app.ts';

/**
 * A whole authority inside the process of the test: asked over HTTP like any other, and beside that by its use
 * cases, for what is to be arranged or compared.
 */
export interface House {
  readonly url: string;
  readonly authority: Authority;
  /** The administrator's session, as a cookie header. */
  readonly cookie: string;
  readonly administratorId: UserId;
}

/** The authority itself, who may do all. */
export const byHand: Caller = { actor: { kind: 'system' }, origin: { requestId: 'by hand' } };

/** Opens one with its first administrator, until the tests of this file have ended; without a database, on SQLite. */
export async function openHouse(databaseUrl?: string): Promise<House> {
  const port = await freePort();
  const directory = join(newDataFolder(), 'data');
  mkdirSync(directory, { recursive: true });
  const env = {
    COUNTERSIGN_PUBLIC_URL: `http://localhost:${port}`,
    COUNTERSIGN_LISTEN__PORT: String(port),
    COUNTERSIGN_DATA__DIRECTORY: directory,
    ...(databaseUrl !== undefined && { COUNTERSIGN_DATABASE__URL: databaseUrl }),
  };
  const loaded = loadSettings({ env, cwd: directory, readFile: (path) => readFileSync(path, 'utf8') });
  if (!loaded.ok) throw new Error(loaded.problems.join('; '));
  const { authority, setUpCode } = await serve(loaded.settings, port);
  const url = `http://localhost:${port}`;
  const cookie = await setUp({ url, setUpCode: rememberSecret(setUpCode?.reveal() ?? 'there is no code') });
  const me = await ask(`${url}/api/rest/users/me`, { cookie });
  if (me.json.login !== administrator.login) throw new Error(`the administrator is ${me.text}`);
  return { url, authority, cookie, administratorId: me.json.id };
}

/** One more node of it, on the same database; answers where it listens. */
export async function openNodeBeside({ authority }: House): Promise<string> {
  const port = await freePort();
  await serve(authority.settings, port);
  return `http://localhost:${port}`;
}

async function serve(settings: Settings, port: number): Promise<Composition> {
  const composed = await compose(settings);
  const { store } = composed.authority;
  const app = await createApp(composed.authority, pino({ level: 'silent' }), () => false);
  await app.listen({ host: '127.0.0.1', port });
  after(async () => {
    await app.close();
    await store.close();
  });
  return composed;
}

/** The value of what must not be refused. */
export function done<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
  return result.value;
}
