import type { Clock, Instant } from './instant.ts';

/**
 * A clock that follows another and never goes back: what has expired stays so, whoever sets the machine's clock.
 * While the other is behind, time stands still here, until the other has caught up or the process begins anew.
 */
export class ForwardClock implements Clock {
  readonly #clock: Clock;
  #latest: Instant;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#latest = clock.now();
  }

  now(): Instant {
    const now = this.#clock.now();
    if (now > this.#latest) this.#latest = now;
    return this.#latest;
  }

  /** How far the other clock was set back, in milliseconds; zero where it was not. */
  get behind(): number {
    return Math.max(0, this.#latest - this.#clock.now());
  }
}
