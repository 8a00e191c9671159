import type { SessionId, UserId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import type { SessionUseStore } from '../sessions/session-store.ts';

/** When each session was last used: gathered in memory, written in batches, read from both. */
export class SessionClock {
  readonly #store: SessionUseStore;
  #gathered = new Map<SessionId, Instant>();
  /** What a flush is just writing: still to be read here until it stands in the store. */
  #leaving: ReadonlyMap<SessionId, Instant> = new Map();
  #flushing: Promise<void> = Promise.resolve();

  constructor(store: SessionUseStore) {
    this.#store = store;
  }

  note(id: SessionId, at: Instant): void {
    this.#gathered.set(id, at);
  }

  async lastUsed(id: SessionId): Promise<Instant | undefined> {
    return this.#gathered.get(id) ?? this.#leaving.get(id) ?? (await this.#store.find(id));
  }

  /** When each of a user's sessions was last used. What it says of sessions of others is nobody's concern. */
  async lastUsedOf(user: UserId): Promise<ReadonlyMap<SessionId, Instant>> {
    // What is here is at least as late as what is stored, and may be written and dropped while the store is asked.
    const here = [...this.#leaving, ...this.#gathered];
    return new Map([...(await this.#store.findOfUser(user)), ...here]);
  }

  /** Writes what was gathered. One flush at a time; what a failed flush held is gathered again. */
  flush(): Promise<void> {
    this.#flushing = this.#flushing.catch(() => undefined).then(() => this.#flushOnce());
    return this.#flushing;
  }

  async #flushOnce(): Promise<void> {
    if (this.#gathered.size === 0) return;
    const batch = this.#gathered;
    this.#leaving = batch;
    this.#gathered = new Map();
    try {
      await this.#store.record(batch);
    } catch (error) {
      for (const [id, at] of batch) if (!this.#gathered.has(id)) this.#gathered.set(id, at);
      throw error;
    } finally {
      this.#leaving = new Map();
    }
  }
}
