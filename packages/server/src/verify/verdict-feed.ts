import type { VerdictChanges } from '@countersign/api';
import type { ServiceId } from '@countersign/core';
import type { Authority } from '../authority.ts';
import type { Answers } from './answer.ts';
import { type ChangesSeen, ChangeWatch } from './change-watch.ts';
import type { CheckRequest, CheckResponse } from './check-exchange.ts';
import { ServiceQuestions } from './service-question.ts';
import { VerdictNames } from './verdict-names.ts';

/** A connection that waits longer looks dead to what stands in between. */
const waitSecondsMax = 10;

/** How many processes of one service may wait at this one. */
const waitingMax = 200;

/**
 * What a verifier inside a service has to forget. It asks with the position of the last answer, which is held back until
 * something has changed or its time to wait is over; with every answer it may use its memory for the service's bound
 * longer, counted from when it asked.
 */
export class VerdictFeed {
  readonly #authority: Authority;
  readonly #answers: Answers;
  readonly #questions: ServiceQuestions;
  readonly #changes: ChangeWatch;
  readonly #isDraining: () => boolean;
  /** How many questions of each service wait. As many entries as there are services that may remember. */
  readonly #waiting = new Map<ServiceId, number>();

  constructor(authority: Authority, answers: Answers, isDraining: () => boolean) {
    this.#authority = authority;
    this.#answers = answers;
    this.#questions = new ServiceQuestions(authority, answers);
    this.#changes = new ChangeWatch(authority.store.facts);
    this.#isDraining = isDraining;
  }

  async answer(request: CheckRequest, response: CheckResponse): Promise<void> {
    const asked = await this.#questions.read(request, response);
    if (asked === undefined) return;
    const { service, form, position } = asked;
    const after = readWhole(form.get('after'), Number.MAX_SAFE_INTEGER);
    const wait = readSeconds(form.get('wait'));
    if (after === 'malformed') return this.#refuse(response, 'after must be a position of this feed');
    if (wait === 'malformed') return this.#refuse(response, `wait must be 0 to ${waitSecondsMax} seconds`);
    if (service.memorySeconds === undefined) return this.#refuseMemory(response);
    if (!this.#wait(service.id))
      return this.#refuseLater(response, 429, 'too many questions of the service wait');
    try {
      const end = performance.now() + wait * 1_000;
      const isWaiting = () => performance.now() < end && !response.destroyed && !this.#isDraining();
      const seen =
        after === undefined
          ? ({ number: position, touched: 'everything' } as const)
          : await this.#changes.after(after, isWaiting);
      if (this.#isDraining()) return this.#refuseLater(response, 503, 'the server is stopping');
      await this.#tell(response, service.id, seen);
    } finally {
      this.#waiting.set(service.id, (this.#waiting.get(service.id) ?? 1) - 1);
    }
  }

  /** What it may remember is asked anew: the question may have waited for just that change. */
  async #tell(response: CheckResponse, id: ServiceId, seen: ChangesSeen): Promise<void> {
    const { facts: prover, digest } = this.#authority;
    const bound = (await (await prover.prove()).service(id))?.memorySeconds;
    if (bound === undefined) return this.#refuseMemory(response);
    const changes: VerdictChanges = {
      position: String(seen.number),
      bound,
      forget: new VerdictNames(digest, id).ofTouched(seen.touched),
    };
    this.#answers.json(response, 200, JSON.stringify(changes));
  }

  /** Takes one more question of the service on, where it has not too many already. */
  #wait(id: ServiceId): boolean {
    const waiting = this.#waiting.get(id) ?? 0;
    if (waiting >= waitingMax) return false;
    this.#waiting.set(id, waiting + 1);
    return true;
  }

  #refuseMemory(response: CheckResponse): void {
    this.#questions.refuse(response, 403, 'unauthorized_client', 'the service may remember no verdicts');
  }

  #refuseLater(response: CheckResponse, status: number, text: string): void {
    const more = ['Retry-After', '1', 'Connection', 'close'];
    this.#questions.refuse(response, status, 'temporarily_unavailable', text, more);
  }

  #refuse(response: CheckResponse, text: string): void {
    this.#questions.refuse(response, 400, 'invalid_request', text);
  }
}

function readWhole(text: string | undefined, max: number): number | 'malformed' | undefined {
  if (text === undefined || text === '') return undefined;
  const number = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  return number <= max ? number : 'malformed';
}

function readSeconds(text: string | undefined): number | 'malformed' {
  if (text === undefined || text === '') return 0;
  const seconds = /^\d{1,2}(\.\d{1,20})?$/.test(text) ? Number(text) : Number.NaN;
  return seconds <= waitSecondsMax ? seconds : 'malformed';
}
