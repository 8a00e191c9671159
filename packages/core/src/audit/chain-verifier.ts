import type { Digest } from '../kernel/secret.ts';
import type { AuditChain } from './audit-log.ts';
import { type AuditEvent, type AuditHead, genesis, verifyLinks } from './chain.ts';

/** Where and how a log does not fit. */
export type ChainFault =
  /** This event does not follow from those before it, or a copy beside its text says something else. */
  | { readonly kind: 'unfit'; readonly brokenAt: number }
  /** Events are missing from this number on, up to a later one that was known. */
  | { readonly kind: 'ends-early'; readonly brokenAt: number; readonly known: number }
  /** All fits by itself, and event `known` had another hash: something from this number up to that one was written anew. */
  | { readonly kind: 'rewritten'; readonly brokenAt: number; readonly known: number }
  /** From this number on, events stand behind the end that the authority itself knows of. */
  | { readonly kind: 'beyond-head'; readonly brokenAt: number }
  /** There is no event at all. Founding an authority leaves one. */
  | { readonly kind: 'empty'; readonly brokenAt: 1 };

/**
 * Follows the chain from its first event to its end, piece by piece, while the authority goes on writing. Beside
 * the links it holds the log to what is known of it from elsewhere: the head that the authority wrote, and
 * checkpoints that were kept. After it has come to the end it goes on from there with what was added.
 */
export class ChainVerifier {
  readonly #log: AuditChain;
  readonly #digest: Digest;
  readonly #known: readonly AuditHead[];
  #last: AuditHead = genesis;
  /** The last event whose hash was known from elsewhere and fits. */
  #lastKnown = 0;
  #fault: ChainFault | undefined;

  constructor(
    ports: { readonly log: AuditChain; readonly digest: Digest },
    known: readonly AuditHead[] = [],
  ) {
    this.#log = ports.log;
    this.#digest = ports.digest;
    this.#known = known.toSorted((one, other) => one.number - other.number);
  }

  /** The last event up to which everything fits. */
  get verified(): AuditHead {
    return this.#last;
  }

  /** What did not fit at the last step; absent while all does. */
  get fault(): ChainFault | undefined {
    return this.#fault;
  }

  /** Verifies the next piece. Answers whether there is more of it; after a fault there is not. */
  async step(pieceSize = 1_000): Promise<boolean> {
    // Read before the events: what was added since then cannot be taken for missing.
    const head = await this.#log.head();
    const events = await this.#log.listAfter(this.#last.number, pieceSize);
    const known = [...this.#known, head];
    this.#fault = this.#faultAmong(events, known);
    if (this.#fault !== undefined) return false;
    if (events.length === pieceSize) return true;
    this.#fault = await this.#faultAtEnd(known);
    return false;
  }

  /** Follows the links through the piece, and takes as verified what fits of it. */
  #faultAmong(events: readonly AuditEvent[], known: readonly AuditHead[]): ChainFault | undefined {
    const links = verifyLinks(this.#last, events, this.#digest);
    const fitting = links.ok ? events : events.slice(0, links.brokenAt - this.#last.number - 1);
    const hashes = new Map([this.#last, ...fitting].map(({ number, hash }) => [number, hash]));
    for (const { number, hash } of known) {
      const found = hashes.get(number);
      if (found === undefined) continue;
      if (found !== hash)
        return { kind: 'rewritten', brokenAt: this.#firstUnknownBefore(number), known: number };
      this.#lastKnown = Math.max(this.#lastKnown, number);
    }
    const { number, hash } = fitting.at(-1) ?? this.#last;
    this.#last = { number, hash };
    return links.ok ? undefined : { kind: 'unfit', brokenAt: links.brokenAt };
  }

  /** Nothing tells where between the last event that was known and fits and this one the rewriting began. */
  #firstUnknownBefore(number: number): number {
    return this.#lastKnown < number ? this.#lastKnown + 1 : 1;
  }

  async #faultAtEnd(known: readonly AuditHead[]): Promise<ChainFault | undefined> {
    const { number } = this.#last;
    const furthest = Math.max(...known.map((one) => one.number));
    if (furthest > number) return { kind: 'ends-early', brokenAt: number + 1, known: furthest };
    // Read after the events: an event and the head that knows of it are committed together.
    const head = await this.#log.head();
    if (head.number < number) return { kind: 'beyond-head', brokenAt: head.number + 1 };
    return number === 0 ? { kind: 'empty', brokenAt: 1 } : undefined;
  }
}
