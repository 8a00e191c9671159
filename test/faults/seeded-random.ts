/** Chance that repeats: the same seed gives the same numbers, so that a bad run can be run again. */
export interface SeededRandom {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number in [from, to]. */
  between(from: number, to: number): number;
  pick<Item>(items: readonly Item[]): Item | undefined;
}

/** Mulberry32: thirty-two bits of state are plenty for choosing moments and are never used for secrets. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
    pick: (items) => items[Math.floor(next() * items.length)],
  };
}

/** The seed that was asked for, or one from the clock; whoever uses it prints it. */
export function chooseSeed(given: string | undefined): number {
  return given === undefined ? Date.now() % 2 ** 32 : Number(given);
}
