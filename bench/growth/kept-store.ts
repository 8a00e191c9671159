import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { authorityServiceId, type ServiceId, type UserId } from '@countersign/core';
import type { Door } from '../../test/faults/doors.ts';
import { foundServices } from '../authority-under-load.ts';
import type { Presented } from '../request-mix.ts';
import { spread } from '../spread.ts';
import { fillTokens } from './fill-tokens.ts';

/** An authority's folder with a number of tokens in it, ready to be started. */
export interface KeptStore {
  readonly folder: string;
  /** Tokens spread evenly over all, each at a door it opens. */
  readonly presented: readonly Presented[];
}

interface Record {
  readonly doors: readonly Door[];
  /** A token and the number of its door. */
  readonly tokens: readonly (readonly [text: string, door: number])[];
}

/**
 * The store of that many tokens in the folder, made if it is not there yet. What it is asked for lies beside it, written
 * last: a store that was not finished has none, and is made anew.
 */
export async function openKeptStore(
  parent: string,
  count: number,
  distinct: number,
  report: (line: string) => void,
): Promise<KeptStore> {
  const folder = join(parent, `${count}-tokens`);
  const file = join(folder, 'presented.json');
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record) : undefined;
  const wanted = Math.min(count, distinct);
  if (kept !== undefined && kept.tokens.length >= wanted) {
    return { folder, presented: spread(presentedOf(kept), wanted) };
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const made = await make(folder, count, wanted, report);
  writeFileSync(`${file}.part`, JSON.stringify(made), { mode: 0o600 });
  renameSync(`${file}.part`, file);
  return { folder, presented: presentedOf(made) };
}

async function make(
  folder: string,
  count: number,
  keep: number,
  report: (line: string) => void,
): Promise<Record> {
  const startedAt = performance.now();
  const { doors, bots } = await foundServices(folder);
  const doorOf = (index: number) => Math.floor((index * keep) / count) % doors.length;
  const kept = fillTokens({
    dataDirectory: join(folder, 'data'),
    count,
    keep,
    ownerOf: (index) => bots[index % bots.length] as UserId,
    audienceOf: (index) => [doors[doorOf(index)]?.id as ServiceId, authorityServiceId],
    report: (done) => {
      report(`${done} of ${count} tokens after ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
    },
  });
  return { doors, tokens: kept.map(([index, text]) => [text, doorOf(index)] as const) };
}

function presentedOf({ doors, tokens }: Record): readonly Presented[] {
  return tokens.map(([token, number]) => {
    const door = doors[number];
    if (door === undefined) throw new Error('a token has no door');
    return { token, door, isKnown: true };
  });
}
