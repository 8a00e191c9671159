import { presentHistory } from './present-history.ts';
import type { Race } from './run-race.ts';

/** What many races came to. */
export class RaceFigures {
  races = 0;
  /** Answers of yes and no, by which the races were judged. */
  checks = 0;
  /** Races in which a check was under way together with the end. */
  overlapping = 0;
  /** Checks that got no answer, or neither yes nor no. */
  unanswered = 0;
  /** Changes whose acknowledgement did not come. */
  unacknowledged = 0;
  strikes = 0;
  #begunAt = performance.now();
  #seconds = 0;
  /** The histories that fit no order, for people. */
  readonly broken: string[] = [];
  /** Milliseconds from the acknowledgement of an end to the next question, of each race. */
  readonly #gaps: number[] = [];

  /** Leaves out what was arranged before the first race. */
  begin(): void {
    this.#begunAt = performance.now();
  }

  add(race: Race): void {
    const { operations, unexplained, unanswered, what } = race;
    this.races += 1;
    this.#seconds = (performance.now() - this.#begunAt) / 1_000;
    this.unanswered += unanswered;
    const reads = operations.filter(({ kind }) => kind === 'read');
    this.checks += reads.length;
    if (!race.isSettled) this.unacknowledged += 1;
    const end = operations.findLast(({ kind, isGood }) => kind === 'write' && !isGood);
    if (end !== undefined) {
      const overlaps = reads.some(
        ({ invokedAt, respondedAt }) => invokedAt < end.respondedAt && respondedAt > end.invokedAt,
      );
      if (overlaps) this.overlapping += 1;
      const next = Math.min(...reads.map((read) => read.invokedAt).filter((at) => at > end.respondedAt));
      if (Number.isFinite(next)) this.#gaps.push(next - end.respondedAt);
    }
    if (unexplained !== undefined) this.broken.push(`${what}\n${presentHistory(operations, unexplained)}`);
  }

  /** Milliseconds from the acknowledgement to the next question, in the middle of all races. */
  get gapMilliseconds(): number {
    return this.#gaps.sort((one, other) => one - other)[this.#gaps.length >> 1] ?? Number.NaN;
  }

  toString(): string {
    const seconds = this.#seconds;
    const { races, checks, overlapping, unanswered, unacknowledged, strikes, broken } = this;
    const rest = [
      `${checks} checks answered, ${unanswered} not`,
      `${overlapping} races with a check under way at the end`,
      `the next check began ${this.gapMilliseconds.toFixed(3)} ms after the acknowledgement (median)`,
      `${unacknowledged} changes not acknowledged`,
      ...(strikes === 0 ? [] : [`${strikes} processes killed`]),
      `${broken.length} histories that fit no order`,
    ];
    return `${races} races in ${seconds.toFixed(0)} s (${(races / seconds).toFixed(0)}/s): ${rest.join('; ')}`;
  }
}
