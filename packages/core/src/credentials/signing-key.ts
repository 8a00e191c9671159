import type { Instant } from '../kernel/instant.ts';

/** A key that signs identity tokens, as the store keeps it: encrypted under the key ring. */
export interface SigningKey {
  /** What a token names it by. */
  readonly id: string;
  readonly encrypted: string;
  readonly createdAt: Instant;
}

/** Keys that sign identity tokens, newest first. All nodes share them. */
export interface SigningKeyStore {
  list(): Promise<readonly SigningKey[]>;
  /** Keeps the key if there is none yet, and answers the one that is kept: of nodes that start at once, one wins. */
  keepFirst(key: SigningKey): Promise<SigningKey>;
}
