import type { VerdictMemory } from '@countersign/api';
import {
  type ActiveVerdict,
  checkBasic,
  checkToken,
  credentialIdOf,
  type InactiveReason,
  type Instant,
  type Service,
  type ServiceVerdict,
  type Verdict,
} from '@countersign/core';
import type { Authority } from '../authority.ts';
import { ActiveAnswers, expiryOf, keyOf } from './active-answers.ts';
import type { Answers } from './answer.ts';
import type { CheckRequest, CheckResponse } from './check-exchange.ts';
import { readMaxAge } from './max-age.ts';
import { MissBudget } from './miss-budget.ts';
import { type ServiceQuestion, ServiceQuestions } from './service-question.ts';
import { VerdictNames } from './verdict-names.ts';

const inactive = '{"active":false}';

/**
 * Introspection (RFC 7662): a service asks whether a token is good for it. The service proves who it is first;
 * then every reason for "no" gives the same sixteen bytes, and only a token with the asking service in its
 * audience gives more. One that is bound to a key is answered with that key, and the service, which has the proof before
 * it, compares (RFC 9449 §6.2). Never writes: use is noted in memory.
 */
export class Introspection {
  readonly #authority: Authority;
  readonly #answers: Answers;
  readonly #questions: ServiceQuestions;
  readonly #active: ActiveAnswers;
  readonly #misses = new MissBudget();

  constructor(authority: Authority, answers: Answers) {
    this.#authority = authority;
    this.#answers = answers;
    this.#questions = new ServiceQuestions(authority, answers);
    this.#active = new ActiveAnswers(authority.settings.publicUrl.href);
  }

  async answer(request: CheckRequest, response: CheckResponse): Promise<void> {
    const asked = await this.#questions.read(request, response, maxAgeOf);
    if (asked === undefined) return;
    const { service, form, facts } = asked;
    const token = form.get('token') ?? '';
    if (token === '') return this.#questions.refuse(response, 400, 'invalid_request', 'token must be given');
    const { clock, digest } = this.#authority;
    const ports = { clock, digest, facts };
    const login = form.get('username');
    const verdict =
      login === undefined
        ? await checkToken(ports, token, service.id, { kind: 'left-to-service' })
        : await checkBasic(ports, { login, password: token }, service.id);
    return this.#answerVerdict(response, verdict, asked);
  }

  async #answerVerdict(
    response: CheckResponse,
    verdict: Verdict | ServiceVerdict,
    { service, facts, form, position }: ServiceQuestion,
  ): Promise<void> {
    const { clock, uses } = this.#authority;
    const at = clock.now();
    if (!verdict.active) {
      this.#answerInactive(response, verdict.reason, service, at);
      return;
    }
    const remember =
      form.get('remember') === 'true' ? this.#presentMemory(verdict, service, position) : undefined;
    if (verdict.subject === undefined) {
      this.#answerActive(response, this.#active.ofService(verdict, service), remember);
      return;
    }
    const text = await this.#active.ofUser(verdict, service, facts);
    // The address of whoever used the token is known to the service alone.
    uses.note({
      credentialId: credentialIdOf(verdict.credential),
      serviceId: service.id,
      at,
      address: undefined,
      userAgent: undefined,
    });
    this.#answerActive(response, text, remember);
  }

  /** What may be remembered is said at the end of the answer: it is about this moment, and the rest is not. */
  #answerActive(response: CheckResponse, text: string, remember: VerdictMemory | undefined): void {
    const body =
      remember === undefined ? text : `${text.slice(0, -1)},"remember":${JSON.stringify(remember)}}`;
    this.#answers.json(response, 200, body);
  }

  /**
   * Inactive answers have a budget, active ones have none: whoever sends junk through a service does not slow
   * down those whose tokens are good. Junk that needed no look-up teaches nothing and is not counted.
   */
  #answerInactive(response: CheckResponse, reason: InactiveReason, service: Service, at: Instant): void {
    this.#authority.refusedChecks.note(reason, `service ${service.id}`, at);
    const wait = this.#misses.secondsToWait(service.id, at);
    if (wait > 0 && reason !== 'malformed') {
      const retry = ['Retry-After', String(wait)];
      this.#questions.refuse(response, 429, 'temporarily_unavailable', 'too many inactive answers', retry);
      return;
    }
    if (reason !== 'malformed') this.#misses.note(service.id, at);
    this.#answers.json(response, 200, inactive);
  }

  /** Nothing for a service that is to ask at every check, or where the credential is about to end. */
  #presentMemory(
    verdict: ActiveVerdict | ServiceVerdict,
    service: Service,
    position: number,
  ): VerdictMemory | undefined {
    const { clock, digest } = this.#authority;
    // What is good only with a proof is good for no memory: each request has a proof of its own.
    if (service.memorySeconds === undefined || keyOf(verdict.credential) !== undefined) return undefined;
    const end = expiryOf(verdict.credential);
    const left = end === undefined ? rememberedSecondsMax : Math.floor((end - clock.now()) / 1_000);
    const seconds = Math.min(rememberedSecondsMax, left);
    if (seconds < 1) return undefined;
    return {
      position: String(position),
      seconds,
      depends_on: new VerdictNames(digest, service.id).ofVerdict(verdict),
    };
  }
}

/** What is to be remembered begins fresh: two delays would be more than one bound. */
function maxAgeOf(form: ReadonlyMap<string, string>): number | 'malformed' {
  const maxAge = readMaxAge(form.get('max_age'));
  return form.get('remember') === 'true' && maxAge !== 'malformed' ? 0 : maxAge;
}

/** However well it is followed what changes, after so long everything is asked anew: a row may be changed by hand. */
const rememberedSecondsMax = 300;
