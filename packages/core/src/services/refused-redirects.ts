import { newId, type ServiceId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Random } from '../kernel/random.ts';
import {
  keepableRedirect,
  mergeRefusedRedirects,
  type RefusedRedirect,
  type RefusedRedirectBook,
} from './refused-redirect.ts';

/**
 * Gathers refused addresses in memory and writes them in batches, so that no request of a stranger costs a write. As
 * many are held of each service as are kept of it, and only of services that there are.
 */
export class RefusedRedirects {
  readonly #book: Pick<RefusedRedirectBook, 'record'>;
  readonly #random: Random;
  #gathered = new Map<ServiceId, readonly RefusedRedirect[]>();

  constructor(book: Pick<RefusedRedirectBook, 'record'>, random: Random) {
    this.#book = book;
    this.#random = random;
  }

  note(service: ServiceId, uri: string, { at, from }: { at: Instant; from: string | undefined }): void {
    const kept = keepableRedirect(uri);
    if (kept === undefined) return;
    this.#gather(service, [
      { id: newId(this.#random), ...kept, count: 1, triedAt: at, triedFrom: from, firstFrom: from },
    ]);
  }

  /** Writes what was gathered. What a failed flush held is gathered again. */
  async flush(): Promise<void> {
    if (this.#gathered.size === 0) return;
    const batch = this.#gathered;
    this.#gathered = new Map();
    try {
      await this.#book.record(batch);
    } catch (error) {
      for (const [service, noted] of batch) this.#gather(service, noted);
      throw error;
    }
  }

  #gather(service: ServiceId, noted: readonly RefusedRedirect[]): void {
    this.#gathered.set(service, mergeRefusedRedirects(this.#gathered.get(service) ?? [], noted));
  }
}
