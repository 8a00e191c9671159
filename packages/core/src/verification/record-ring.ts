import type { Scratch } from './scratch.ts';

/** How many records are written at once. */
const chunkRecords = 512;

/** Numbers fit 32 bits, and 0 is none. */
export const recordNumberMax = 2 ** 32 - 2;

/**
 * Records of one size, one after the other, each under a number. Written in large pieces, so that adding one costs next to
 * nothing; once `capacity` are there, a new one takes the place of the oldest.
 */
export class RecordRing {
  readonly #scratch: Scratch;
  readonly #size: number;
  readonly #capacity: number;
  /** The records that are not written yet, behind those of the same piece that are. */
  readonly #chunk: Uint8Array;
  #last = 0;

  /** `capacity` is rounded up to whole pieces. */
  constructor(scratch: Scratch, size: number, capacity: number) {
    this.#scratch = scratch;
    this.#size = size;
    this.#capacity = Math.ceil(capacity / chunkRecords) * chunkRecords;
    this.#chunk = new Uint8Array(chunkRecords * size);
  }

  /** The number that the next record gets. */
  get next(): number {
    return this.#last + 1;
  }

  /** Whether the record has not been replaced. */
  has(number: number): boolean {
    return number > this.#last - this.#capacity && number <= this.#last;
  }

  add(record: Uint8Array): void {
    const place = this.#last % chunkRecords;
    this.#chunk.set(record, place * this.#size);
    this.#last += 1;
    if (place === chunkRecords - 1)
      this.#scratch.write(this.#chunk, this.#position(this.#last - chunkRecords + 1));
  }

  /** Whether the record was still there to be read. */
  read(number: number, into: Uint8Array): boolean {
    if (!this.has(number)) return false;
    const inChunk = number - 1 - (this.#last - (this.#last % chunkRecords));
    if (inChunk < 0) this.#scratch.read(into, this.#position(number));
    else into.set(this.#chunk.subarray(inChunk * this.#size, (inChunk + 1) * this.#size));
    return true;
  }

  /** Begins again with the first number. */
  clear(): void {
    this.#last = 0;
  }

  #position(number: number): number {
    return ((number - 1) % this.#capacity) * this.#size;
  }
}
