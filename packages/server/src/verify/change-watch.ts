import { setTimeout as delay } from 'node:timers/promises';
import type { FactSource, TouchedFact } from '@countersign/core';

/** What was touched after some number, and how far the store was when that was read. */
export interface ChangesSeen {
  readonly number: number;
  readonly touched: readonly TouchedFact[] | 'everything';
}

/** How often the store is asked while somebody waits: one question, for all who wait. */
const lookMilliseconds = 20;

/** Waits for changes on behalf of those who cannot see the store. */
export class ChangeWatch {
  readonly #source: Pick<FactSource, 'lastChange' | 'changesSince'>;
  #nextLook: Promise<void> | undefined;

  constructor(source: Pick<FactSource, 'lastChange' | 'changesSince'>) {
    this.#source = source;
  }

  /**
   * What changed after a number, as soon as something has, or as nobody waits any more. A number that the store has not
   * come to is one of another store: everything may be different.
   */
  async after(number: number, isWaiting: () => boolean): Promise<ChangesSeen> {
    for (;;) {
      const seen = await this.#source.lastChange();
      if (seen.number < number) return { number: seen.number, touched: 'everything' };
      if (seen.number > number) return this.#read(number, seen.number);
      if (!isWaiting()) return { number, touched: [] };
      this.#nextLook ??= this.#tick();
      await this.#nextLook;
    }
  }

  async #read(number: number, seen: number): Promise<ChangesSeen> {
    const changes = await this.#source.changesSince(number);
    if (changes === 'overflow') return { number: seen, touched: 'everything' };
    return { number: changes.at(-1)?.number ?? seen, touched: changes.map(({ fact }) => fact) };
  }

  async #tick(): Promise<void> {
    await delay(lookMilliseconds);
    this.#nextLook = undefined;
  }
}
