import type { UserId } from '../kernel/id.ts';
import { type Instant, minuteOf } from '../kernel/instant.ts';

/**
 * How many refused changes of one user get an event of their own: twenty a minute. What goes beyond is counted
 * rather than written, so that nobody without rights can grow the log or keep the disk busy by being refused.
 */
export class RefusalBudget {
  #minute = 0;
  #counts = new Map<UserId, number>();

  /** Counts one refusal; whether it still gets an event. */
  admits(user: UserId, now: Instant): boolean {
    if (this.#minute !== minuteOf(now)) {
      this.#minute = minuteOf(now);
      this.#counts = new Map();
    }
    const count = (this.#counts.get(user) ?? 0) + 1;
    this.#counts.set(user, count);
    return count <= eventsPerMinuteMax;
  }
}

const eventsPerMinuteMax = 20;
