import { type AuthorityQuestions, NoAnswer } from './authority-questions.ts';
import type { VerdictMemory } from './verdict-memory.ts';

export interface FollowerPorts {
  readonly questions: Pick<AuthorityQuestions, 'askChanges'>;
  readonly memory: Pick<VerdictMemory, 'forget' | 'clear'>;
  /** Milliseconds on a clock that nobody sets. */
  readonly monotonic: () => number;
  readonly onProblem: (problem: Error) => void;
}

/** A pause after a question that failed, in milliseconds: doubled each time, up to the last. */
const firstPause = 100;
const lastPause = 2_000;

/**
 * Follows the feed of changes and forgets what they touch. What is remembered may be used as long as the last answer was
 * asked for within the bound; the bound is the authority's, for this service, and none where it lets the service remember
 * nothing. An answer from before what was seen already, of an older copy of the store or somebody who plays back what was
 * once said, confirms nothing.
 */
export class ChangeFollower {
  readonly #ports: FollowerPorts;
  readonly #boundMax: number;
  readonly #stop = new AbortController();
  #position: number | undefined;
  #confirmedAt = Number.NEGATIVE_INFINITY;
  #bound = 0;
  #pause = firstPause;

  /** `boundMax` in milliseconds: less than the authority allows, where the service wants that. */
  constructor(ports: FollowerPorts, boundMax: number) {
    this.#ports = ports;
    this.#boundMax = boundMax;
  }

  /** How far the authority was at the last answer, of whatever question. */
  get position(): number {
    return this.#position ?? 0;
  }

  /** Whether what is remembered may be used at this moment. */
  isFresh(now: number): boolean {
    return now - this.#confirmedAt <= this.#bound;
  }

  /** Begins, and goes on until it is stopped. Never rejects. */
  async follow(): Promise<void> {
    // With no bound at all there is nothing that could be remembered.
    while (!this.#stop.signal.aborted && this.#boundMax > 0) {
      try {
        await this.#look();
        this.#pause = firstPause;
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        this.#ports.onProblem(error instanceof Error ? error : new Error(String(error)));
        await this.#rest();
      }
    }
  }

  stop(): void {
    this.#stop.abort();
    this.#confirmedAt = Number.NEGATIVE_INFINITY;
    this.#ports.memory.clear();
  }

  async #look(): Promise<void> {
    const { questions, memory, monotonic } = this.#ports;
    // As old as its question at the most, however long the answer was held back.
    const askedAt = monotonic();
    const after = this.#position;
    const waitSeconds = after === undefined ? 0 : Math.min(this.#bound / 3_000, 10);
    const changes = await questions.askChanges(after?.toString(), waitSeconds, this.#stop.signal);
    const position = Number(changes.position);
    const bound = Math.min(changes.bound * 1_000, this.#boundMax);
    if (!Number.isSafeInteger(position) || !(bound > 0)) throw new NoAnswer('what answered is no authority');
    if (position < this.position) throw new NoAnswer('the authority is at an older state than it was');
    if (after === undefined || changes.forget === 'everything') memory.clear();
    else for (const name of changes.forget) memory.forget(name);
    this.#position = position;
    this.#bound = bound;
    this.#confirmedAt = askedAt;
  }

  async #rest(): Promise<void> {
    const pause = this.#pause * (0.5 + Math.random());
    this.#pause = Math.min(this.#pause * 2, lastPause);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pause) as { unref?: () => void } & ReturnType<typeof setTimeout>;
      timer.unref?.();
      this.#stop.signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}
