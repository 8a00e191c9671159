import type { SessionId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import type { SessionUseStore } from '../sessions/session-store.ts';

/** When each session was last used: gathered in memory, written in batches, read from both. */
export class SessionClock {
  readonly #store: SessionUseStore;
  #gathered = new Map<SessionId, Instant>();

  constructor(store: SessionUseStore) {
    this.#store = store;
  }

  note(id: SessionId, at: Instant): void {
    this.#gathered.set(id, at);
  }

  async lastUsed(id: SessionId): Promise<Instant | undefined> {
    return this.#gathered.get(id) ?? (await this.#store.find(id));
  }

  async flush(): Promise<void> {
    if (this.#gathered.size === 0) return;
    const batch = this.#gathered;
    this.#gathered = new Map();
    try {
      await this.#store.record(batch);
    } catch (error) {
      for (const [id, at] of batch) if (!this.#gathered.has(id)) this.#gathered.set(id, at);
      throw error;
    }
  }
}
