import type { CredentialId } from '../credentials/credential.ts';
import type { UseCount, UseStore } from '../credentials/credential-store.ts';
import type { ServiceId } from '../kernel/id.ts';
import { dayOf, type Instant } from '../kernel/instant.ts';
import { mapIn } from '../kernel/map-in.ts';
import { type Exercise, ExercisedPermissions } from './exercised-permissions.ts';

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
 * services and days, and permissions exercised, that wait to be written, further ones are counted as dropped rather
 * than kept.
 */
export class UseLedger {
  readonly #store: Pick<UseStore, 'record'>;
  readonly #entriesMax: number;
  // Maps in maps, not a key put together from three: this runs for every check, and a text made anew is hashed anew. Days
  // and services are few, so no credential has a map of its own.
  #gathered = new Map<number, Map<ServiceId, Map<CredentialId, Gathered>>>();
  #size = 0;
  readonly #exercised = new ExercisedPermissions();
  #flushing: Promise<void> = Promise.resolve();
  #flushes = 0;
  #dropped = 0;
  #exercisesDropped = 0;

  constructor(store: Pick<UseStore, 'record'>, entriesMax: number = 100_000) {
    this.#store = store;
    this.#entriesMax = entriesMax;
  }

  /** How many uses were not recorded because memory was full, since the start. */
  get dropped(): number {
    return this.#dropped;
  }

  /** The same of permissions that were exercised. */
  get exercisesDropped(): number {
    return this.#exercisesDropped;
  }

  /** Whether what others report has to wait: the second half of memory is kept for what is checked here. */
  get isHalfFull(): boolean {
    return this.#waiting * 2 > this.#entriesMax;
  }

  note(use: Use, count: number = 1): void {
    this.#gather(use, count);
  }

  /** Notes which permission a use was for, where the service's demand says so. */
  noteExercised(exercise: Exercise, count: number = 1): void {
    const hasRoom = this.#waiting < this.#entriesMax;
    if (!this.#exercised.add(exercise, count, hasRoom)) this.#exercisesDropped += count;
  }

  /** Writes what was gathered. One flush at a time; what a failed flush did not write is gathered again. */
  flush(): Promise<void> {
    this.#flushes += 1;
    this.#flushing = this.#flushing
      .catch(() => undefined)
      .then(() => this.#flushOnce())
      .finally(() => {
        this.#flushes -= 1;
      });
    return this.#flushing;
  }

  /** Flushes before its time where memory is half full, unless a flush is under way already. */
  async flushIfHalfFull(): Promise<void> {
    if (this.isHalfFull && this.#flushes === 0) await this.flush();
  }

  async #flushOnce(): Promise<void> {
    if (this.#waiting === 0) return;
    const batch = neighboursTogether(this.#entries());
    const exercised = this.#exercised.take();
    this.#gathered = new Map();
    this.#size = 0;
    let written = 0;
    try {
      // A change that waits for the store's writer waits for a piece, not for all of it.
      do {
        const piece = batch.slice(written, written + pieceSize).map(countOf);
        await this.#store.record(piece, written === 0 ? exercised : []);
        written += pieceSize;
      } while (written < batch.length);
    } catch (error) {
      for (const { last, count } of batch.slice(written)) this.#gather(last, count);
      if (written === 0)
        for (const { lastAt, count, ...which } of exercised)
          this.noteExercised({ ...which, at: lastAt }, count);
      throw error;
    }
  }

  /** How many entries there are of both kinds. */
  get #waiting(): number {
    return this.#size + this.#exercised.size;
  }

  *#entries(): Iterable<Gathered> {
    for (const services of this.#gathered.values())
      for (const credentials of services.values()) yield* credentials.values();
  }

  /** The newest use stands for the rest; what has no room any more is counted as dropped. */
  #gather(use: Use, count: number): void {
    const day = dayOf(use.at);
    const known = this.#gathered.get(day)?.get(use.serviceId)?.get(use.credentialId);
    if (known !== undefined) {
      known.count += count;
      if (use.at >= known.last.at) known.last = use;
    } else if (this.#waiting < this.#entriesMax) {
      mapIn(mapIn(this.#gathered, day), use.serviceId).set(use.credentialId, { count, last: use });
      this.#size += 1;
    } else {
      this.#dropped += count;
    }
  }
}

/** How many entries are written in one transaction. */
const pieceSize = 2_000;

/**
 * Entries roughly in the order of their credentials, as the store keeps them: those of one piece then share pages there,
 * which is most of what writing them costs. Ids are random, so that as many begin with the one digits as with the other;
 * to sort them wholly would hold up checks.
 */
function neighboursTogether(entries: Iterable<Gathered>): Gathered[] {
  const places = new Map<string, Gathered[]>();
  for (const entry of entries) {
    const place = entry.last.credentialId.slice(0, 2);
    const known = places.get(place);
    if (known === undefined) places.set(place, [entry]);
    else known.push(entry);
  }
  return [...places.keys()].sort().flatMap((place) => places.get(place) ?? []);
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
