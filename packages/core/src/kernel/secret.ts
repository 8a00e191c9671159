import type { Brand } from './brand.ts';

/**
 * A value that authenticates whoever knows it. It prints, serialises and inspects as `[secret]`, so that a
 * careless log line shows nothing; `reveal()` is its only exit and easy to search for.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    if (text === '') throw new TypeError('a secret is never empty');
    this.#text = text;
  }

  /** The plain value. Call it only where the value must leave: a digest, or the one answer that shows it. */
  reveal(): string {
    return this.#text;
  }

  /** Compares in time that depends on the lengths alone, so that timing teaches no prefix. */
  equals(other: Secret): boolean {
    const mine = this.#text;
    const theirs = other.#text;
    let difference = mine.length ^ theirs.length;
    for (let i = 0; i < mine.length; i++)
      difference |= mine.charCodeAt(i) ^ theirs.charCodeAt(i % theirs.length);
    return difference === 0;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  /** What Node's inspector prints; the symbol is global, so no platform module is named here. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]';
  }
}

/** SHA-256 of a generated secret in base64url, 43 characters: the only form of it that storage ever sees. */
export type SecretHash = Brand<string, 'SecretHash'>;

/** Hash of a human password in its own encoded form with parameters (argon2id, PHC string). */
export type PasswordHash = Brand<string, 'PasswordHash'>;

/**
 * Fast digests. Sound for generated secrets alone: they carry at least 112 bits of entropy (ASVS 6.5.2), so
 * nothing is gained by trying. Human passwords go through `PasswordHasher`.
 */
export interface Digest {
  /** SHA-256 in base64url. Synchronous: 0.3 µs, on the path of every check. */
  secret(secret: Secret): SecretHash;
  /** SHA-256 of any text in base64url, for the audit chain. */
  text(text: string): string;
  /** HMAC-SHA-256 under the key ring, for short codes that people type (set-up code). */
  keyed(purpose: string, text: string): string;
}
