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
  // Maps in maps, not a key put together from three: this runs for every check, and a text made anew is hashed anew.
  #gathered = new Map<number, Map<CredentialId, Map<ServiceId, Gathered>>>();
  #size = 0;
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
    this.#gather(use, 1);
  }

  /** Writes what was gathered. One flush at a time; what a failed flush held is gathered again. */
  flush(): Promise<void> {
    this.#flushing = this.#flushing.catch(() => undefined).then(() => this.#flushOnce());
    return this.#flushing;
  }

  async #flushOnce(): Promise<void> {
    if (this.#size === 0) return;
    const batch = [...this.#entries()];
    this.#gathered = new Map();
    this.#size = 0;
    try {
      await this.#store.record(batch.map(countOf));
    } catch (error) {
      for (const { last, count } of batch) this.#gather(last, count);
      throw error;
    }
  }

  *#entries(): Iterable<Gathered> {
    for (const credentials of this.#gathered.values())
      for (const services of credentials.values()) yield* services.values();
  }

  /** The newest use stands for the rest; what has no room any more is counted as dropped. */
  #gather(use: Use, count: number): void {
    const day = dayOf(use.at);
    const known = this.#gathered.get(day)?.get(use.credentialId)?.get(use.serviceId);
    if (known !== undefined) {
      known.count += count;
      if (use.at >= known.last.at) known.last = use;
    } else if (this.#size < this.#entriesMax) {
      mapIn(mapIn(this.#gathered, day), use.credentialId).set(use.serviceId, { count, last: use });
      this.#size += 1;
    } else {
      this.#dropped += count;
    }
  }
}

/** The map that stands under a key, put there if there is none yet. */
function mapIn<Key, Inner, Value>(maps: Map<Key, Map<Inner, Value>>, key: Key): Map<Inner, Value> {
  const known = maps.get(key);
  if (known !== undefined) return known;
  const made = new Map<Inner, Value>();
  maps.set(key, made);
  return made;
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
