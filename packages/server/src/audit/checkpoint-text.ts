import { type JsonObject, parseJson } from '@countersign/api';
import { type AuditCheckpoint, type Digest, instant, isGenuine } from '@countersign/core';

/** A checkpoint as one line of JSON, to be kept where whoever writes the database cannot write. */
export function writeCheckpoint({ number, hash, at, mac }: AuditCheckpoint): string {
  return JSON.stringify({ number, hash, time: new Date(at).toISOString(), mac });
}

export type CheckpointsRead =
  | { readonly ok: true; readonly checkpoints: readonly [AuditCheckpoint, ...AuditCheckpoint[]] }
  | { readonly ok: false; readonly problem: string };

/**
 * Reads a file of checkpoints, one a line. None is left out in silence: a file without any, a line that is none and
 * one that this authority did not sign would each make a verification pass that was never made.
 */
export function readCheckpoints(text: string, digest: Digest): CheckpointsRead {
  const checkpoints: AuditCheckpoint[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const checkpoint = parseCheckpoint(line);
    if (checkpoint === undefined) return { ok: false, problem: `line ${index + 1} is no checkpoint` };
    if (!isGenuine(checkpoint, digest))
      return {
        ok: false,
        problem: `the checkpoint in line ${index + 1} was not signed by this authority: it was changed, or is another's`,
      };
    checkpoints.push(checkpoint);
  }
  const [first, ...others] = checkpoints;
  if (first === undefined) return { ok: false, problem: 'there is no checkpoint in it' };
  return { ok: true, checkpoints: [first, ...others] };
}

function parseCheckpoint(line: string): AuditCheckpoint | undefined {
  const json = parseJson(line);
  if (!json.ok || typeof json.value !== 'object' || json.value === null || Array.isArray(json.value))
    return undefined;
  const { number, hash, time, mac } = json.value as JsonObject;
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 1) return undefined;
  if (typeof hash !== 'string' || typeof time !== 'string' || typeof mac !== 'string') return undefined;
  const milliseconds = Date.parse(time);
  // In one form alone, the one it was signed in.
  if (Number.isNaN(milliseconds) || new Date(milliseconds).toISOString() !== time) return undefined;
  return { number, hash, at: instant(milliseconds), mac };
}
