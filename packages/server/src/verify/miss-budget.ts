import type { Instant, ServiceId } from '@countersign/core';

/**
 * How many inactive answers a service may collect (RFC 7662 §4 against token scanning): a thousand in ten
 * seconds. Active answers are never counted, so an honest service under load is not slowed down.
 */
export class MissBudget {
  readonly #windows = new Map<ServiceId, { readonly from: Instant; misses: number }>();

  /** Seconds to wait when the service has used its budget up; zero when it may ask. */
  secondsToWait(service: ServiceId, now: Instant): number {
    const window = this.#windows.get(service);
    if (window === undefined || window.misses < missesMax) return 0;
    const left = window.from + windowMilliseconds - now;
    return left <= 0 ? 0 : Math.ceil(left / 1_000);
  }

  note(service: ServiceId, now: Instant): void {
    const window = this.#windows.get(service);
    if (window === undefined || now >= window.from + windowMilliseconds)
      this.#windows.set(service, { from: now, misses: 1 });
    else window.misses += 1;
  }
}

const missesMax = 1_000;
const windowMilliseconds = 10_000;
