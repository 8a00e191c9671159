import { createSecretKey, type KeyObject } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';
import { type JsonValue, parseJson } from '@countersign/api';
import type { Instant, Random } from '@countersign/core';

/**
 * The key ring on disk: a JSON file that only its owner may read.
 *
 *     { "keys": [{ "version": 1, "key": "<32 bytes in base64url>", "createdAt": "2026-01-31T12:00:00.000Z" }] }
 *
 * It appears whole or not at all, it is on the disk before anything is sealed under it, and it is never
 * written over: a ring that is lost cannot be made again.
 */
export interface StoredKey {
  readonly version: number;
  readonly key: KeyObject;
}

/** The ring cannot be used. The message is for the operator and holds no key. */
export class UnfitKeyRing extends Error {
  override readonly name = 'UnfitKeyRing';
}

const keyBytes = 32;
const isPosix = process.platform !== 'win32';

/** Makes a ring with one fresh key, unless there is one already. */
export function makeKeyRingFile(file: string, random: Random, now: Instant): void {
  if (existsSync(file)) return;
  const key = Buffer.from(random.bytes(keyBytes)).toString('base64url');
  const ring = { keys: [{ version: 1, key, createdAt: new Date(now).toISOString() }] };
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });

  const draft = `${file}.${Buffer.from(random.bytes(8)).toString('hex')}.draft`;
  writeDurably(draft, `${JSON.stringify(ring, null, 2)}\n`);
  try {
    // A link is made in one step, and only where nothing stands: of two processes that start at once, one wins.
    linkSync(draft, file);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    unlinkSync(draft);
  }
  syncDirectory(dirname(file));
}

/** Reads the keys of the ring: one at least, each version once. */
export function readKeyRingFile(file: string): readonly [StoredKey, ...StoredKey[]] {
  const json = parseJson(readPrivately(file));
  const [first, ...rest] = (json.ok && parseKeys(json.value)) || [];
  if (first === undefined) {
    throw new UnfitKeyRing(`the key ring ${file} is malformed; put it back from a backup`);
  }
  return [first, ...rest];
}

function parseKeys(ring: JsonValue): readonly StoredKey[] | undefined {
  if (!isRecord(ring, ['keys']) || !Array.isArray(ring.keys)) return undefined;
  const keys = ring.keys.map(parseKey).filter((key) => key !== undefined);
  const versions = new Set(keys.map(({ version }) => version));
  return versions.size === ring.keys.length ? keys : undefined;
}

function parseKey(entry: JsonValue): StoredKey | undefined {
  if (!isRecord(entry, ['createdAt', 'key', 'version'])) return undefined;
  const { version, key, createdAt } = entry;
  if (!Number.isSafeInteger(version) || Number(version) < 1) return undefined;
  if (typeof createdAt !== 'string' || Number.isNaN(Date.parse(createdAt))) return undefined;
  const bytes = Buffer.from(String(key), 'base64url');
  if (bytes.length !== keyBytes || bytes.toString('base64url') !== key) return undefined;
  return { version: Number(version), key: createSecretKey(bytes) };
}

function isRecord(value: JsonValue, names: readonly string[]): value is Record<string, JsonValue> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.keys(value).sort().join() === names.join();
}

/** Reads a file that others than its owner can neither read nor change. Asked of the opened file, not of its name. */
function readPrivately(file: string): string {
  const descriptor = openExisting(file);
  try {
    const mode = fstatSync(descriptor).mode & 0o777;
    if (isPosix && (mode & 0o077) !== 0) {
      const shown = mode.toString(8).padStart(4, '0');
      throw new UnfitKeyRing(`the key ring ${file} has mode ${shown}: others can open it; chmod 600 it`);
    }
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

function openExisting(file: string): number {
  try {
    return openSync(file, 'r');
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
    throw new UnfitKeyRing(
      `the key ring ${file} is missing; put it back from a backup: rows sealed under it cannot be read with another`,
    );
  }
}

function writeDurably(file: string, text: string): void {
  const descriptor = openSync(file, 'wx', 0o600);
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Makes a new name in the directory survive a power cut. Windows does not open directories. */
function syncDirectory(directory: string): void {
  if (!isPosix) return;
  const descriptor = openSync(directory, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
