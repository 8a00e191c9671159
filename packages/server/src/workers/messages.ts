import type { ChainStatus } from '@countersign/core';
import type { ReadFile } from './read-files.ts';

/** What the primary tells a worker. */
export type PrimaryMessage =
  /** What the worker begins with: the primary's version, and the files that its settings came from. */
  | { readonly kind: 'beginning'; readonly version: string; readonly files: readonly ReadFile[] }
  /** How the audit chain is: one process of the host follows it. */
  | { readonly kind: 'chain'; readonly status: ChainStatus }
  | { readonly kind: 'stop' };

/** What a worker tells the primary. */
export type WorkerMessage =
  /** It listens to the primary, and waits for its beginning. */
  | { readonly kind: 'started' }
  /** It answers requests. */
  | { readonly kind: 'ready' };
