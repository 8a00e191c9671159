import { type Instant, minuteOf } from '../kernel/instant.ts';

/** How often a check was refused for a reason, from a source, in a minute. */
export interface RefusedCheckCount {
  readonly minute: number;
  readonly reason: string;
  readonly source: string;
  readonly count: number;
}

/** Where the counts end up. */
export interface RefusedCheckStore {
  record(batch: readonly RefusedCheckCount[]): Promise<void>;
  /** Forgets the minutes before one. Answers how many rows went. */
  sweep(beforeMinute: number): Promise<number>;
}

/**
 * Counts refused checks in memory per reason, source and minute, so that guessing is seen and costs no write
 * each. Bounded: once a flush interval has seen `sourcesMax` sources, the rest are counted under `other`.
 */
export class RefusedChecks {
  readonly #store: Pick<RefusedCheckStore, 'record'>;
  readonly #sourcesMax: number;
  #counts = new Map<
    string,
    { readonly minute: number; readonly reason: string; readonly source: string; count: number }
  >();

  constructor(store: Pick<RefusedCheckStore, 'record'>, sourcesMax: number = 10_000) {
    this.#store = store;
    this.#sourcesMax = sourcesMax;
  }

  note(reason: string, source: string | undefined, at: Instant): void {
    const minute = minuteOf(at);
    const known = this.#counts.get(`${minute} ${reason} ${source}`);
    if (known !== undefined) known.count += 1;
    else if (this.#counts.size < this.#sourcesMax || source === 'other')
      this.#add(minute, reason, source ?? 'unknown', source);
    else this.note(reason, 'other', at);
  }

  async flush(): Promise<void> {
    if (this.#counts.size === 0) return;
    const batch = [...this.#counts.values()];
    this.#counts = new Map();
    await this.#store.record(batch);
  }

  #add(minute: number, reason: string, source: string, key: string | undefined): void {
    this.#counts.set(`${minute} ${reason} ${key}`, { minute, reason, source, count: 1 });
  }
}
