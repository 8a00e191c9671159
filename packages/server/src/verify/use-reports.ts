import {
  readBody,
  type UseReportAnswer,
  type UseReport as UseReportJson,
  useReportBody,
} from '@countersign/api';
import { type Instant, instant, secondMilliseconds, takeUseReport, type UseReport } from '@countersign/core';
import type { Authority } from '../authority.ts';
import { plainAddress } from '../http/origin.ts';
import type { Answers } from './answer.ts';
import type { CheckRequest, CheckResponse } from './check-exchange.ts';
import { ServiceQuestions } from './service-question.ts';

/** More than the longest report has that keeps to the number of entries, with agents of ordinary length. */
const bodyBytesMax = 262_144;

/**
 * Takes what verifiers inside services tell of checks that they answered from memory. Gathered as every use is, and
 * written with the next batch. While much waits to be written, what services tell has to wait before what is checked here.
 */
export class UseReports {
  readonly #authority: Authority;
  readonly #answers: Answers;
  readonly #questions: ServiceQuestions;

  constructor(authority: Authority, answers: Answers) {
    this.#authority = authority;
    this.#answers = answers;
    this.#questions = new ServiceQuestions(authority, answers);
  }

  async answer(request: CheckRequest, response: CheckResponse): Promise<void> {
    const told = await this.#questions.readJson(request, response, bodyBytesMax);
    if (told === undefined) return;
    const { service, facts, json } = told;
    const reading = readBody(useReportBody, json);
    if (!reading.ok) {
      const [first] = reading.errors;
      const text = first === undefined ? 'the report cannot be read' : `${first.field} ${first.rule}`;
      return this.#questions.refuse(response, 400, 'invalid_request', text);
    }
    const { clock, uses } = this.#authority;
    if (uses.isHalfFull) return this.#refuseForNow(response);
    const taken = await takeUseReport({ clock, facts, uses }, service.id, reportOf(reading.value));
    const answer: UseReportAnswer = { taken };
    this.#answers.json(response, 200, JSON.stringify(answer));
  }

  #refuseForNow(response: CheckResponse): void {
    const text = 'too many uses wait to be written';
    this.#questions.refuse(response, 503, 'temporarily_unavailable', text, ['Retry-After', '5']);
  }
}

function reportOf({ uses = [], permissions = [] }: UseReportJson): UseReport {
  return {
    uses: uses.map(({ jti, count, last, address, user_agent }) => ({
      id: jti,
      count,
      lastAt: instantOf(last),
      address: plainAddress(address ?? undefined),
      userAgent: user_agent?.slice(0, 400),
    })),
    exercised: permissions.map(({ jti, permission, count, last }) => ({
      id: jti,
      permission,
      count,
      lastAt: instantOf(last),
    })),
  };
}

function instantOf(seconds: number): Instant {
  return instant(Math.round(seconds * secondMilliseconds));
}
