/**
 * Keeps something beside objects for as long as they live, from the second time on that it is put there: most of what is
 * met once is not met again, and is not worth the memory. Does what a `WeakMap` would, at a fraction of what the garbage
 * collector pays for one with an entry for every credential.
 *
 * It stands on the object itself, under a name that nobody else has and no copy takes along. Beside an object that takes
 * no more properties nothing is kept.
 */
export class Beside<Target extends object, Value> {
  readonly #place = Symbol('beside');

  get(target: Target): Value | undefined {
    const kept = (target as Kept<Value>)[this.#place];
    return kept === metOnce ? undefined : kept;
  }

  set(target: Target, value: Value): void {
    // Either says no, and throws nothing, where the object takes no more.
    if ((target as Kept<Value>)[this.#place] !== undefined) Reflect.set(target, this.#place, value);
    else Reflect.defineProperty(target, this.#place, { value: metOnce, writable: true, enumerable: false });
  }
}

const metOnce = Symbol('met once');

type Kept<Value> = { [place: symbol]: Value | typeof metOnce | undefined };
