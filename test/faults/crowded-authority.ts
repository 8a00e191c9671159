import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { ServiceId, UserId } from '@countersign/core';
import { issueToken } from '../harness/rest-client.ts';
import { newDataFolder, rememberSecret } from '../harness/run-folder.ts';
import { type RunningAuthority, startAuthority } from '../harness/running-authority.ts';
import { assemble } from './cast.ts';
import type { Door } from './doors.ts';
import { type KeptToken, makeTokenCrowd } from './token-crowd.ts';

/** An authority with very many tokens, and what is needed to ask it about them. */
export interface CrowdedAuthority {
  readonly authority: RunningAuthority;
  readonly cookie: string;
  readonly door: Door;
  /** The user who owns more tokens than one answer may hold, and how many. */
  readonly rich: { readonly id: string; readonly tokens: number };
  /** Some of the tokens, spread over all of them. */
  readonly kept: readonly KeptToken[];
  readonly secondsToMake: number;
  readonly secondsToStart: number;
}

/** Beside the rich one. */
const otherOwners = 9;
const keptTokens = 500;

/** The default of the setting `lists.topMax`. */
export const listTopMax = 10_000;

/** Founds an authority over HTTP, stops it, fills its store, and starts it again. */
export async function startCrowdedAuthority(
  count: number,
  report: (line: string) => void,
): Promise<CrowdedAuthority> {
  const folder = newDataFolder();
  const founding = await startAuthority({ dataFolder: folder });
  const { cookie, door, owners } = await assemble(founding, 1 + otherOwners);
  await issueToken(founding.url, cookie, [door.id]);
  await founding.stop();

  const [rich = '', ...others] = owners;
  const richTokens = listTopMax + 2_000 + Math.floor(count / 10);
  let at = performance.now();
  const kept = await makeTokenCrowd({
    dataDirectory: join(folder, 'data'),
    count,
    keep: keptTokens,
    ownerOf: (index) => (index < richTokens ? rich : others[index % otherOwners]) as UserId,
    audienceOf: () => [door.id as ServiceId],
    report: (made) => {
      if (made % 100_000 === 0) report(`${made} tokens made`);
    },
  });
  for (const { secret } of kept) rememberSecret(secret.reveal());
  const secondsToMake = (performance.now() - at) / 1_000;
  at = performance.now();
  const authority = await startAuthority({ dataFolder: folder });
  const secondsToStart = (performance.now() - at) / 1_000;
  return {
    authority,
    cookie,
    door,
    rich: { id: rich, tokens: richTokens },
    kept,
    secondsToMake,
    secondsToStart,
  };
}

/** The most memory a process ever held, in MiB; absent where the system does not say. */
export function memoryPeakMebibytes(pid: number | undefined): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return peak === undefined ? undefined : Number(peak) / 1_024;
}
