import type { UseCount, UseStore } from '../credentials/credential-store.ts';
import type { PermanentTokenId, ServiceId } from '../kernel/id.ts';
import { dayOf, type Instant } from '../kernel/instant.ts';

/** One use, as the checking path hands it over. */
export interface Use {
  readonly credentialId: PermanentTokenId;
  readonly serviceId: ServiceId;
  readonly at: Instant;
  readonly address: string | undefined;
  readonly userAgent: string | undefined;
}

/**
 * Gathers use in memory and writes it in batches, so that checking never writes. A crash loses what was
 * gathered since the last flush and nothing else. Memory is bounded: past `entriesMax` distinct credentials
 * and services between two flushes, further ones are counted as dropped rather than kept.
 */
export class UseLedger {
  readonly #store: Pick<UseStore, 'record'>;
  readonly #entriesMax: number;
  #gathered = new Map<string, Gathered>();
  #flushing: Promise<void> = Promise.resolve();
  #dropped = 0;

  constructor(store: Pick<UseStore, 'record'>, entriesMax: number = 100_000) {
    this.#store = store;
    this.#entriesMax = entriesMax;
  }

  /** How many uses were not recorded because memory was full, since the start. */
  get dropped(): number {
    return this.#dropped;
  }

  note(use: Use): void {
    const key = `${use.credentialId} ${use.serviceId}`;
    const known = this.#gathered.get(key);
    if (known !== undefined && known.day === dayOf(use.at)) {
      known.count += 1;
      known.last = use;
    } else if (this.#gathered.size < this.#entriesMax) {
      // A new day under the same key is rare: the old day's count moves under a key of its own.
      if (known !== undefined) this.#gathered.set(`${key} ${known.day}`, known);
      this.#gathered.set(key, { day: dayOf(use.at), count: 1, last: use });
    } else {
      this.#dropped += 1;
    }
  }

  /** Writes what was gathered. One flush at a time; what a failed flush held is gathered again. */
  flush(): Promise<void> {
    this.#flushing = this.#flushing.catch(() => undefined).then(() => this.#flushOnce());
    return this.#flushing;
  }

  async #flushOnce(): Promise<void> {
    if (this.#gathered.size === 0) return;
    const batch = this.#gathered;
    this.#gathered = new Map();
    try {
      await this.#store.record([...batch.values()].map(countOf));
    } catch (error) {
      this.#regather(batch);
      throw error;
    }
  }

  #regather(batch: Map<string, Gathered>): void {
    for (const [key, older] of batch) {
      const newer = this.#gathered.get(key);
      if (newer === undefined) this.#gathered.set(key, older);
      else if (newer.day === older.day) newer.count += older.count;
      else this.#gathered.set(`${key} ${older.day}`, older);
    }
  }
}

interface Gathered {
  readonly day: number;
  count: number;
  last: Use;
}

function countOf(gathered: Gathered): UseCount {
  const { credentialId, serviceId, at, address, userAgent } = gathered.last;
  return {
    credentialId,
    serviceId,
    day: gathered.day,
    count: gathered.count,
    lastAt: at,
    address,
    userAgent: userAgent?.slice(0, 200),
  };
}
