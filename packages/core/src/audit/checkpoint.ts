import type { Instant } from '../kernel/instant.ts';
import type { Digest } from '../kernel/secret.ts';
import type { AuditHead } from './chain.ts';

/**
 * How far the log was at a moment, signed under the key ring and kept elsewhere. Whoever can write the database
 * can cut the log off at its end or write the whole of it anew, each with hashes that fit; neither fits a
 * checkpoint from before, and without the key ring no other checkpoint can be made.
 */
export interface AuditCheckpoint extends AuditHead {
  readonly at: Instant;
  readonly mac: string;
}

export function signCheckpoint({ number, hash }: AuditHead, at: Instant, digest: Digest): AuditCheckpoint {
  return { number, hash, at, mac: macOf({ number, hash }, at, digest) };
}

/** Whether an authority with this key ring signed it: neither another one, nor somebody with a text editor. */
export function isGenuine(checkpoint: AuditCheckpoint, digest: Digest): boolean {
  return checkpoint.mac === macOf(checkpoint, checkpoint.at, digest);
}

/** Written as a JSON list, so that no two checkpoints are the same message. */
function macOf({ number, hash }: AuditHead, at: Instant, digest: Digest): string {
  return digest.keyed('audit checkpoint', JSON.stringify([number, hash, at]));
}
