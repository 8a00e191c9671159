import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { TestContext } from 'node:test';
import type { Digest, ForgedRow, Random, RowSeal, SecretHash, Store } from '@countersign/core';
import type { CountCommits } from './count-commits.ts';

/** A store on a database of its own, with the hands of somebody who can write to that database. */
export interface FreshStore {
  readonly store: Store;
  /** The forged rows that were reported so far. */
  readonly forged: ForgedRow[];
  /** The statements that were run so far. */
  readonly queries: string[];
  /** Opens the same database once more, as another process would; with another key ring if one is given. */
  reopen(seal?: RowSeal): Promise<FreshStore>;
  /** Runs SQL on the database, past every rule of the store. Parameters are written `?`. */
  damage(sql: string, ...parameters: readonly (string | number | null)[]): Promise<void>;
  /** How many transactions were committed; only differences mean something. */
  readonly countCommits: CountCommits;
  /** Reads rows straight from the database. */
  read(sql: string): Promise<readonly Readonly<Record<string, string | number | null>>[]>;
}

/** Each contract is handed one of these and opens as many stores as its tests need; the test closes them. */
export type OpenFreshStore = (t: TestContext) => Promise<FreshStore>;

export const random: Random = { bytes: (length) => randomBytes(length) };

export const digest: Digest = {
  secret: (secret) => createHash('sha256').update(secret.reveal()).digest('base64url') as SecretHash,
  text: (text) => createHash('sha256').update(text).digest('base64url'),
  keyed: (purpose, text) => createHmac('sha256', 'test').update(`${purpose}\n${text}`).digest('base64url'),
};

/** A key ring with the keys of the given versions; the last one is the newest. */
export function sealWith(...versions: readonly number[]): RowSeal {
  const newestVersion = versions.at(-1) ?? 1;
  const mac = (text: string, version: number) =>
    createHmac('sha256', `row key ${version}`).update(text).digest('base64url');
  return {
    newestVersion,
    seal: (text) => mac(text, newestVersion),
    verify: (text, version, presented) => versions.includes(version) && mac(text, version) === presented,
  };
}
