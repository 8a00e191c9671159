import { join } from 'node:path';
import { authorityServiceId, type ServiceId, type UserId } from '@countersign/core';
import { createBot } from '../test/faults/cast.ts';
import type { Door } from '../test/faults/doors.ts';
import { type KeptToken, makeTokenCrowd } from '../test/faults/token-crowd.ts';
import { ask, registerService, setUp } from '../test/harness/rest-client.ts';
import { newDataFolder, rememberSecret } from '../test/harness/run-folder.ts';
import {
  type AuthorityOptions,
  type RunningAuthority,
  startAuthority,
} from '../test/harness/running-authority.ts';
import type { Presented } from './request-mix.ts';

/** An authority's folder with services and many tokens in it, ready to be started. */
export interface LoadedFolder {
  readonly folder: string;
  readonly dataDirectory: string;
  readonly doors: readonly Door[];
  readonly kept: readonly KeptToken[];
  /** The kept tokens, each at its own service's door. */
  readonly presented: readonly Presented[];
}

export const storedTokens = 20_000;
export const distinctTokens = 1_000;
export const services = 16;
const owners = 10;

/** Founds an authority over HTTP with services, which may be so many seconds behind, and users; and stops it. */
export async function foundServices(
  folder: string,
  databaseUrl?: string,
  secondsBehind = 0,
): Promise<{ readonly doors: readonly Door[]; readonly bots: readonly string[] }> {
  const founding = await startAuthority({ dataFolder: folder, databaseUrl });
  const cookie = await setUp(founding);
  const doors: Door[] = [];
  for (let number = 1; number <= services; number++) {
    const door = await registerService(founding.url, cookie, `service-${number}`);
    const body = { verdictMemory: secondsBehind };
    const address = `${founding.url}/api/rest/services/${door.id}`;
    if (secondsBehind > 0) await ask(address, { method: 'POST', cookie, body });
    doors.push(door);
  }
  const bots: string[] = [];
  for (let number = 1; number <= owners; number++)
    bots.push(await createBot(founding.url, cookie, `bot-${number}`));
  await founding.stop();
  return { doors, bots };
}

/** Founds an authority and fills its store with tokens of several users for several services. */
export async function makeLoadedFolder(databaseUrl?: string, secondsBehind?: number): Promise<LoadedFolder> {
  const folder = newDataFolder();
  const dataDirectory = join(folder, 'data');
  const { doors, bots } = await foundServices(folder, databaseUrl, secondsBehind);

  const keepEvery = storedTokens / distinctTokens;
  const doorOf = (index: number) => doors[Math.floor(index / keepEvery) % services] as Door;
  const kept = await makeTokenCrowd({
    dataDirectory,
    databaseUrl,
    count: storedTokens,
    keep: distinctTokens,
    ownerOf: (index) => bots[index % owners] as UserId,
    // Each token opens one service's door and the authority's own.
    audienceOf: (index) => [doorOf(index).id as ServiceId, authorityServiceId],
  });
  const presented = kept.map(({ index, secret }) => {
    return { token: rememberSecret(secret.reveal()), door: doorOf(index), isKnown: true };
  });
  return { folder, dataDirectory, doors, kept, presented };
}

/** Starts it as it runs in production: with ordinary logging, and with settings besides if asked. */
export function startLoaded(
  { folder }: Pick<LoadedFolder, 'folder'>,
  options: Pick<AuthorityOptions, 'databaseUrl' | 'env'> = {},
): Promise<RunningAuthority> {
  const env = { COUNTERSIGN_LOG__LEVEL: 'info', ...options.env };
  return startAuthority({ dataFolder: folder, databaseUrl: options.databaseUrl, env });
}

/** Settings by which it writes a profile of the processor's time. */
export function profileInto(folder: string): Readonly<Record<string, string>> {
  return { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${folder}` };
}
