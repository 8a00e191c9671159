import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ActiveServiceToken, ActiveToken, VerdictMemory } from '@countersign/api';
import {
  type ActiveVerdict,
  type Credential,
  checkBasic,
  checkToken,
  credentialIdOf,
  type InactiveReason,
  type Instant,
  type Project,
  type ProjectId,
  type ProvedFacts,
  projectsOf,
  rightsAt,
  type Service,
  type ServiceToken,
  type ServiceVerdict,
  type Verdict,
} from '@countersign/core';
import type { Authority } from '../authority.ts';
import { presentReach } from '../rest/permissions/present.ts';
import type { Answers } from './answer.ts';
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
  readonly #misses = new MissBudget();

  constructor(authority: Authority, answers: Answers) {
    this.#authority = authority;
    this.#answers = answers;
    this.#questions = new ServiceQuestions(authority, answers);
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await this.#questions.read(request, response);
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
    response: ServerResponse,
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
      const answer: ActiveServiceToken = { ...this.#presentService(verdict, service), remember };
      this.#answers.json(response, 200, JSON.stringify(answer));
      return;
    }
    const permissions = await this.#presentRights(verdict, service, facts);
    // The address of whoever used the token is known to the service alone.
    uses.note({
      credentialId: credentialIdOf(verdict.credential),
      serviceId: service.id,
      at,
      address: undefined,
      userAgent: undefined,
    });
    this.#answers.json(
      response,
      200,
      JSON.stringify({ ...this.#present(verdict, service), permissions, remember }),
    );
  }

  /**
   * Inactive answers have a budget, active ones have none: whoever sends junk through a service does not slow
   * down those whose tokens are good. Junk that needed no look-up teaches nothing and is not counted.
   */
  #answerInactive(response: ServerResponse, reason: InactiveReason, service: Service, at: Instant): void {
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

  /** RFC 7662 §2.2; times in seconds. A service learns that it is in the audience, not who else is. */
  #present(
    { credential: token, subject }: ActiveVerdict,
    service: Service,
  ): Omit<ActiveToken, 'permissions'> {
    const type = token.kind === 'application-password' ? 'application_password' : 'Bearer';
    return {
      ...this.#presentToken(token, type, service),
      sub: subject.id,
      username: subject.login,
      ...(token.kind === 'access-token' && { client_id: token.clientId }),
    };
  }

  /** A service by itself: it has no login, and nothing that it may do. */
  #presentService({ credential: token, client }: ServiceVerdict, service: Service): ActiveServiceToken {
    return { ...this.#presentToken(token, 'Bearer', service), sub: client.id, client_id: client.id };
  }

  #presentToken<Kind extends ActiveToken['token_type']>(
    credential: Credential | ServiceToken,
    type: Kind,
    service: Service,
  ) {
    const { id, createdAt } = credential;
    const expiresAt = expiryOf(credential);
    const jkt = keyOf(credential);
    return {
      active: true as const,
      token_type: jkt === undefined ? type : ('DPoP' as const),
      ...(jkt !== undefined && { cnf: { jkt } }),
      scope: service.id,
      aud: [service.id],
      ...(expiresAt !== undefined && { exp: Math.floor(expiresAt / 1_000) }),
      iat: Math.floor(createdAt / 1_000),
      iss: this.#authority.settings.publicUrl.href,
      jti: id,
    };
  }

  /** What the token may do here: names are facts, too, and known by now as a rule. */
  async #presentRights(
    verdict: ActiveVerdict,
    service: Service,
    facts: ProvedFacts,
  ): Promise<ActiveToken['permissions']> {
    const rights = rightsAt(verdict, service.id, await facts.catalog());
    const projects = new Map<ProjectId, Project>();
    for (const id of projectsOf(rights)) {
      const project = await facts.project(id);
      if (project !== undefined) projects.set(id, project);
    }
    return rights.map((reach) => presentReach(reach, projects));
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

/** The thumbprint of the key that it is bound to. */
function keyOf(credential: Credential | ServiceToken): string | undefined {
  return 'keyThumbprint' in credential ? credential.keyThumbprint : undefined;
}

/** Application passwords end with their owner's second factor alone. */
function expiryOf(credential: Credential | ServiceToken): Instant | undefined {
  return credential.kind === 'application-password' ? undefined : credential.expiresAt;
}

/** However well it is followed what changes, after so long everything is asked anew: a row may be changed by hand. */
const rememberedSecondsMax = 300;
