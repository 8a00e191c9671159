import { setImmediate as endOfTurn } from 'node:timers/promises';

/**
 * One question to the store for everybody who asks at about the same time. The question is sent when the turn
 * of the event loop in which it was asked has ended, and never while another is under way: who asks after it
 * was sent waits for the next. So nobody gets an answer from before they asked, and a thousand who ask at once
 * cost one question.
 */
export class SharedAnswer<Answer> {
  readonly #ask: () => Promise<Answer>;
  #next: Promise<Answer> | undefined;
  #underWay: Promise<unknown> = Promise.resolve();

  constructor(ask: () => Promise<Answer>) {
    this.#ask = ask;
  }

  get(): Promise<Answer> {
    this.#next ??= this.#askNext();
    return this.#next;
  }

  async #askNext(): Promise<Answer> {
    await Promise.all([endOfTurn(), this.#underWay]);
    this.#next = undefined;
    const answer = this.#ask();
    this.#underWay = answer.catch(() => undefined);
    return answer;
  }
}
