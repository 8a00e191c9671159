import type { TokenFacts } from '../credentials/permanent-token.ts';
import type { SecretHash } from '../kernel/secret.ts';
import { BoundedCache, type FactMemory } from './bounded-cache.ts';
import type { Scratch } from './scratch.ts';
import { TokenRecords } from './token-records.ts';

export interface TokenMemoryOptions {
  /** How many are kept as objects, and at most twice as many. */
  readonly size: number;
  readonly scratch: Scratch;
  /** How many are kept as records. */
  readonly capacity: number;
}

/** One answer in so many from the records is kept as an object: what is asked for often soon is one, the rest never. */
const keepEvery = 64;

/**
 * Permanent tokens: those that are asked for often as objects, the others as records in a scratch file. A scratch file that
 * fails is given up, and then only objects are kept: nothing that was forgotten can come back.
 */
export class TokenMemory implements FactMemory<SecretHash, TokenFacts> {
  readonly #objects: BoundedCache<SecretHash, TokenFacts>;
  readonly #scratch: Scratch;
  #records: TokenRecords | undefined;
  #failure: unknown;
  #answers = 0;

  constructor({ size, scratch, capacity }: TokenMemoryOptions) {
    this.#objects = new BoundedCache(size);
    this.#scratch = scratch;
    this.#records = new TokenRecords(scratch, capacity);
  }

  /** What the scratch file was given up for. */
  get failure(): unknown {
    return this.#failure;
  }

  get(hash: SecretHash): TokenFacts | undefined {
    const object = this.#objects.get(hash);
    if (object !== undefined) return object;
    const token = this.#try((records) => records.get(hash));
    if (token === undefined) return undefined;
    this.#answers += 1;
    if (this.#answers % keepEvery === 0) this.#objects.set(hash, token);
    return token;
  }

  set(hash: SecretHash, token: TokenFacts): void {
    this.delete(hash);
    if (this.#try((records) => records.set(hash, token)) !== true) this.#objects.set(hash, token);
  }

  delete(hash: SecretHash): void {
    this.#objects.delete(hash);
    this.#records?.delete(hash);
  }

  clear(): void {
    this.#objects.clear();
    this.#records?.clear();
  }

  #try<Value>(work: (records: TokenRecords) => Value): Value | undefined {
    if (this.#records === undefined) return undefined;
    try {
      return work(this.#records);
    } catch (error) {
      this.#records = undefined;
      this.#failure = error;
      this.#scratch.close();
      return undefined;
    }
  }
}
