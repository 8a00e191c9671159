/** So many tables that none of them takes long to be made anew. */
const shardsMax = 256;

const sizeMin = 16;

/** Where an entry was taken away: the search goes on behind it. */
const gone = 2 ** 32 - 1;

/**
 * Where records are, by tags of 32 bits that are as random as a digest: eight bytes an entry, and twice that at most. Two
 * keys with the same tag and shard have one entry, the later one's; whoever reads the record sees whose it is.
 */
export class TagIndex {
  #shards: (Shard | undefined)[] = [];
  readonly #isLive: (number: number) => boolean;

  /** `isLive` tells whether a record is still there: an entry for one that is not is dropped when there is no room. */
  constructor(isLive: (number: number) => boolean) {
    this.#isLive = isLive;
  }

  /** The number of the record, or 0. */
  get(shard: number, tag: number): number {
    return this.#shards[shard % shardsMax]?.get(tag) ?? 0;
  }

  set(shard: number, tag: number, number: number): void {
    const place = shard % shardsMax;
    let found = this.#shards[place];
    if (found === undefined) {
      found = new Shard(this.#isLive);
      this.#shards[place] = found;
    }
    found.set(tag, number);
  }

  delete(shard: number, tag: number): void {
    this.#shards[shard % shardsMax]?.delete(tag);
  }

  clear(): void {
    this.#shards = [];
  }
}

/** Open addressing with linear probing: tag and number side by side, 0 for a free place. */
class Shard {
  readonly #isLive: (number: number) => boolean;
  #entries = new Uint32Array(sizeMin * 2);
  #mask = sizeMin - 1;
  /** Places that are not free, those of entries that are gone among them. */
  #taken = 0;

  constructor(isLive: (number: number) => boolean) {
    this.#isLive = isLive;
  }

  get(tag: number): number {
    return this.#entries[this.#find(tag) + 1] as number;
  }

  set(tag: number, number: number): void {
    let at = this.#find(tag);
    if (this.#entries[at + 1] === 0) {
      if ((this.#taken + 1) * 4 > (this.#mask + 1) * 3) {
        this.#makeRoom();
        at = this.#find(tag);
      }
      this.#taken += 1;
    }
    this.#entries[at] = tag;
    this.#entries[at + 1] = number;
  }

  delete(tag: number): void {
    const at = this.#find(tag);
    if (this.#entries[at + 1] !== 0) this.#entries[at + 1] = gone;
  }

  /** The place of the tag, or the free one where it would go. There is always a free one. */
  #find(tag: number): number {
    const entries = this.#entries;
    for (let place = tag & this.#mask; ; place = (place + 1) & this.#mask) {
      const number = entries[place * 2 + 1] as number;
      if (number === 0 || (number !== gone && entries[place * 2] === tag)) return place * 2;
    }
  }

  #makeRoom(): void {
    const old = this.#entries;
    let live = 0;
    for (let at = 1; at < old.length; at += 2) if (this.#stands(old[at] as number)) live += 1;
    if (live * 10 > (this.#mask + 1) * 7) this.#mask = this.#mask * 2 + 1;
    this.#entries = new Uint32Array((this.#mask + 1) * 2);
    this.#taken = 0;
    for (let at = 0; at < old.length; at += 2)
      if (this.#stands(old[at + 1] as number)) this.set(old[at] as number, old[at + 1] as number);
  }

  #stands(number: number): boolean {
    return number !== 0 && number !== gone && this.#isLive(number);
  }
}
