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
  #counts = new Map<string, RefusedCheckCount & { count: number }>();

  constructor(store: Pick<RefusedCheckStore, 'record'>, sourcesMax: number = 10_000) {
    this.#store = store;
    this.#sourcesMax = sourcesMax;
  }

  note(reason: string, source: string | undefined, at: Instant): void {
    this.#count({ minute: minuteOf(at), reason, source: source ?? 'unknown', count: 1 });
  }

  /** Writes the counts. What a failed flush held is counted again. */
  async flush(): Promise<void> {
    if (this.#counts.size === 0) return;
    const batch = [...this.#counts.values()];
    this.#counts = new Map();
    try {
      await this.#store.record(batch);
    } catch (error) {
      for (const entry of batch) this.#count(entry);
      throw error;
    }
  }

  #count(entry: RefusedCheckCount): void {
    const key = `${entry.minute} ${entry.reason} ${entry.source}`;
    const known = this.#counts.get(key);
    if (known !== undefined) known.count += entry.count;
    else if (this.#counts.size < this.#sourcesMax || entry.source === 'other')
      this.#counts.set(key, { ...entry });
    else this.#count({ ...entry, source: 'other' });
  }
}
