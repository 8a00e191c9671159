import type { AuthorityQuestions } from './authority-questions.ts';
import { NoAnswer, NotAllowed } from './no-answer.ts';
import type { Changes } from './read-answer.ts';
import type { VerdictMemory } from './verdict-memory.ts';

export interface FollowerPorts {
  readonly questions: Pick<AuthorityQuestions, 'askChanges'>;
  readonly memory: Pick<VerdictMemory, 'forget' | 'clear'>;
  readonly clocks: Clocks;
  readonly onProblem: (problem: Error) => void;
}

/** Both in milliseconds. */
export interface Clocks {
  /** A clock that nobody sets. It may stand still while the machine sleeps. */
  readonly monotonic: () => number;
  /** The clock of the wall. It goes on while the machine sleeps, and can be set. */
  readonly wall: () => number;
}

/** A pause after a question that failed, in milliseconds: doubled each time, up to the last. */
const firstPause = 100;
const lastPause = 2_000;

/** How often a service asks that may remember nothing, whether it may by now. */
const notAllowedPause = 30_000;

/**
 * Follows the feed of changes and forgets what they touch. What is remembered may be used as long as the last answer was
 * asked for within the bound; the bound is the authority's, for this service, and none where it lets the service remember
 * nothing. An answer from before what was seen already, of an older copy of the store or somebody who plays back what was
 * once said, confirms nothing: everything is forgotten, and following begins anew.
 */
export class ChangeFollower {
  readonly #ports: FollowerPorts;
  readonly #boundMax: number;
  readonly #stop = new AbortController();
  #position: number | undefined;
  #confirmedAt = Number.NEGATIVE_INFINITY;
  #confirmedOnWall = Number.NEGATIVE_INFINITY;
  #bound = 0;
  #pause = firstPause;
  #told = '';

  /** `boundMax` in milliseconds: less than the authority allows, where the service wants that. */
  constructor(ports: FollowerPorts, boundMax: number) {
    this.#ports = ports;
    this.#boundMax = boundMax;
  }

  /** How far the authority was at the last answer of the feed. */
  get position(): number {
    return this.#position ?? 0;
  }

  /** Whether what is remembered may be used at this moment: by both clocks, as a machine may have slept in between. */
  isFresh(monotonic: number, wall: number): boolean {
    return monotonic - this.#confirmedAt <= this.#bound && wall - this.#confirmedOnWall <= this.#bound;
  }

  /** Begins, and goes on until it is stopped. Never rejects. */
  async follow(): Promise<void> {
    // With no bound at all there is nothing that could be remembered.
    while (!this.#stop.signal.aborted && this.#boundMax > 0) {
      try {
        const wasHeld = await this.#look();
        this.#told = '';
        this.#pause = firstPause;
        if (!wasHeld) await this.#rest(firstPause);
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        this.#tell(error instanceof Error ? error : new Error(String(error)));
        if (error instanceof NotAllowed) this.#beginAnew();
        await this.#rest(error instanceof NotAllowed ? notAllowedPause : this.#pause);
        this.#pause = Math.min(this.#pause * 2, lastPause);
      }
    }
  }

  stop(): void {
    this.#stop.abort();
    this.#beginAnew();
  }

  /** Whether the answer told something, or was held back: who answers at once that nothing happened is not asked at once again. */
  async #look(): Promise<boolean> {
    const { questions, clocks } = this.#ports;
    // As old as its question at the most, however long the answer was held back.
    const [askedAt, askedOnWall] = [clocks.monotonic(), clocks.wall()];
    const after = this.#position;
    const waitSeconds = after === undefined ? 0 : Math.round(Math.min(this.#bound / 3, 10_000)) / 1_000;
    const changes = await questions.askChanges(after, waitSeconds, this.#stop.signal);
    if (this.#stop.signal.aborted) return true;
    if (changes.position < this.position) {
      this.#beginAnew();
      throw new NoAnswer('the authority is at an older state than it was');
    }
    this.#forget(after === undefined ? 'everything' : changes.forget);
    this.#position = changes.position;
    this.#bound = Math.min(changes.bound * 1_000, this.#boundMax);
    this.#confirmedAt = askedAt;
    this.#confirmedOnWall = askedOnWall;
    const isNews = after === undefined || changes.position > after;
    return isNews || clocks.monotonic() - askedAt >= waitSeconds * 500;
  }

  #forget(names: Changes['forget']): void {
    const { memory } = this.#ports;
    if (names === 'everything') memory.clear();
    else for (const name of names) memory.forget(name);
  }

  #beginAnew(): void {
    this.#position = undefined;
    this.#confirmedAt = Number.NEGATIVE_INFINITY;
    this.#ports.memory.clear();
  }

  /** Once, and not again for as long as it stays the same. */
  #tell(problem: Error): void {
    if (problem.message !== this.#told) this.#ports.onProblem(problem);
    this.#told = problem.message;
  }

  async #rest(pause: number): Promise<void> {
    const { signal } = this.#stop;
    await new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, pause * (0.5 + Math.random())) as ReturnType<typeof setTimeout> & {
        unref?: () => void;
      };
      timer.unref?.();
      signal.addEventListener('abort', end);
      if (signal.aborted) end();
    });
  }
}
