import type { CredentialId } from '../credentials/credential.ts';
import type { UseCount, UseStore } from '../credentials/credential-store.ts';
import type { ServiceId } from '../kernel/id.ts';
import { dayOf, type Instant } from '../kernel/instant.ts';

/** One use, as the checking path hands it over. */
export interface Use {
  readonly credentialId: CredentialId;
  readonly serviceId: ServiceId;
  readonly at: Instant;
  readonly address: string | undefined;
  readonly userAgent: string | undefined;
}

/**
 * Gathers use in memory and writes it in batches, so that checking never writes. A crash loses what was
 * gathered since the last flush and nothing else. Memory is bounded: past `entriesMax` distinct credentials,
 * services and days that wait to be written, further ones are counted as dropped rather than kept.
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
    this.#gather(`${use.credentialId} ${use.serviceId} ${dayOf(use.at)}`, use, 1);
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
      for (const [key, { last, count }] of batch) this.#gather(key, last, count);
      throw error;
    }
  }

  /** The newest use stands for the rest; what has no room any more is counted as dropped. */
  #gather(key: string, use: Use, count: number): void {
    const known = this.#gathered.get(key);
    if (known !== undefined) {
      known.count += count;
      if (use.at >= known.last.at) known.last = use;
    } else if (this.#gathered.size < this.#entriesMax) {
      this.#gathered.set(key, { count, last: use });
    } else {
      this.#dropped += count;
    }
  }
}

interface Gathered {
  count: number;
  last: Use;
}

function countOf(gathered: Gathered): UseCount {
  const { credentialId, serviceId, at, address, userAgent } = gathered.last;
  return {
    credentialId,
    serviceId,
    day: dayOf(at),
    count: gathered.count,
    lastAt: at,
    address,
    userAgent: userAgent?.slice(0, 200),
  };
}
