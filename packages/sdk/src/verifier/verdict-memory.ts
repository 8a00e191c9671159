import type { UseEntry } from './use-tally.ts';
import type { ActiveVerdict } from './verdict.ts';

/** A good credential as the authority told it, and what would end it. */
export interface RememberedVerdict {
  readonly verdict: ActiveVerdict;
  /** On the monotonic clock, in milliseconds. */
  readonly until: number;
  /** What it rests on, by the names that the feed of changes uses. */
  readonly dependsOn: readonly string[];
  /** Where its last use was counted. */
  use?: UseEntry | undefined;
}

/**
 * Good verdicts by the digest of their credential. Bounded: when it is full, what was not asked for since the last time
 * that it was full goes. Bad ones are never remembered, so a credential is good the moment it is made.
 */
export class VerdictMemory {
  readonly #halfMax: number;
  #young = new Map<string, RememberedVerdict>();
  #old = new Map<string, RememberedVerdict>();
  /** The digests that rest on a name. */
  readonly #resting = new Map<string, Set<string>>();

  constructor(max: number) {
    this.#halfMax = Math.max(1, Math.floor(max / 2));
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  /** What is remembered, where its time is not over. */
  get(digest: string, now: number): RememberedVerdict | undefined {
    let found = this.#young.get(digest);
    if (found === undefined) {
      found = this.#old.get(digest);
      if (found === undefined) return undefined;
      this.#old.delete(digest);
      this.#keepYoung(digest, found);
    }
    if (now < found.until) return found;
    this.#drop(digest);
    return undefined;
  }

  set(digest: string, verdict: RememberedVerdict): void {
    this.#drop(digest);
    this.#keepYoung(digest, verdict);
    for (const name of verdict.dependsOn) {
      const digests = this.#resting.get(name);
      if (digests === undefined) this.#resting.set(name, new Set([digest]));
      else digests.add(digest);
    }
  }

  /** Forgets whatever rests on the name. */
  forget(name: string): void {
    for (const digest of [...(this.#resting.get(name) ?? [])]) this.#drop(digest);
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
    this.#resting.clear();
  }

  #keepYoung(digest: string, verdict: RememberedVerdict): void {
    if (this.#young.size >= this.#halfMax) {
      for (const [left, { dependsOn }] of this.#old) this.#unrest(left, dependsOn);
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(digest, verdict);
  }

  #drop(digest: string): void {
    const verdict = this.#young.get(digest) ?? this.#old.get(digest);
    if (verdict === undefined) return;
    this.#young.delete(digest);
    this.#old.delete(digest);
    this.#unrest(digest, verdict.dependsOn);
  }

  #unrest(digest: string, names: readonly string[]): void {
    for (const name of names) {
      const digests = this.#resting.get(name);
      digests?.delete(digest);
      if (digests?.size === 0) this.#resting.delete(name);
    }
  }
}
