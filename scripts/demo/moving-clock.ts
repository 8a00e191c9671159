import { type Clock, type Instant, instant, later } from '@countersign/core';

/** A clock that somebody moves: the demo lives through months in a minute. It never goes back. */
export class MovingClock implements Clock {
  #now: Instant;

  constructor(start: number) {
    this.#now = instant(start);
  }

  now(): Instant {
    return this.#now;
  }

  /** Goes on to a moment, or stays where it is if that has passed. */
  moveTo(moment: number): void {
    if (moment > this.#now) this.#now = instant(moment);
  }

  advance(milliseconds: number): void {
    this.#now = later(this.#now, milliseconds);
  }
}
