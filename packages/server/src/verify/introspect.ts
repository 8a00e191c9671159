import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ActiveServiceToken, ActiveToken } from '@countersign/api';
import {
  type AccessToken,
  type ActiveVerdict,
  authenticateService,
  type BearerToken,
  checkToken,
  credentialIdOf,
  type InactiveReason,
  type Instant,
  type PermanentToken,
  type Project,
  type ProjectId,
  type ProvedFacts,
  projectsOf,
  rightsAt,
  type Service,
  type ServiceVerdict,
} from '@countersign/core';
import type { Authority } from '../authority.ts';
import { clientAddress } from '../http/origin.ts';
import { presentReach } from '../rest/permissions/present.ts';
import { type Answers, readBody } from './answer.ts';
import { readClient } from './client-credentials.ts';
import { parseForm } from './form.ts';
import { MissBudget } from './miss-budget.ts';
import { noteSecretUse } from './note-secret-use.ts';

const bodyBytesMax = 16_384;
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
  readonly #misses = new MissBudget();

  constructor(authority: Authority, answers: Answers) {
    this.#authority = authority;
    this.#answers = answers;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST')
      return this.#refuse(response, 405, 'invalid_request', 'use POST', ['Allow', 'POST']);
    if (!isForm(request))
      return this.#refuse(response, 415, 'invalid_request', 'send application/x-www-form-urlencoded');
    const body = await readBody(request, bodyBytesMax);
    if (body === undefined)
      return this.#refuse(response, 413, 'invalid_request', 'the body is too long', ['Connection', 'close']);
    const form = parseForm(body);
    if (form === undefined)
      return this.#refuse(response, 400, 'invalid_request', 'a parameter is malformed or sent twice');

    const client = readClient(request, form);
    if (client.kind === 'malformed') return this.#refuse(response, 400, 'invalid_request', client.text);
    const { clock, digest, facts: prover } = this.#authority;
    const ports = { clock, digest, facts: await prover.prove() };
    const shown =
      client.kind === 'none' ? undefined : await authenticateService(ports, client.id, client.secret);
    if (shown === undefined || !shown.ok) return this.#refuseClient(request, response);
    const { service, secretId } = shown.value;
    noteSecretUse(this.#authority, secretId, {
      address: clientAddress(request, this.#authority.settings.listen.trustedProxies),
      userAgent: request.headers['user-agent'],
    });
    const token = form.get('token') ?? '';
    if (token === '') return this.#refuse(response, 400, 'invalid_request', 'token must be given');

    const verdict = await checkToken(ports, token, service.id, { kind: 'left-to-service' });
    return this.#answerVerdict(response, verdict, service, ports.facts);
  }

  async #answerVerdict(
    response: ServerResponse,
    verdict: Awaited<ReturnType<typeof checkToken>>,
    service: Service,
    facts: ProvedFacts,
  ): Promise<void> {
    const { clock, uses } = this.#authority;
    const at = clock.now();
    if (!verdict.active) {
      this.#answerInactive(response, verdict.reason, service, at);
      return;
    }
    if (verdict.subject === undefined) {
      this.#answers.json(response, 200, JSON.stringify(this.#presentService(verdict, service)));
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
    this.#answers.json(response, 200, JSON.stringify({ ...this.#present(verdict, service), permissions }));
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
      this.#refuse(response, 429, 'temporarily_unavailable', 'too many inactive answers', retry);
      return;
    }
    if (reason !== 'malformed') this.#misses.note(service.id, at);
    this.#answers.json(response, 200, inactive);
  }

  /** RFC 7662 §2.2; times in seconds. A service learns that it is in the audience, not who else is. */
  #present(
    { credential: token, subject }: ActiveVerdict<PermanentToken | AccessToken>,
    service: Service,
  ): Omit<ActiveToken, 'permissions'> {
    return {
      ...this.#presentToken(token, service),
      sub: subject.id,
      username: subject.login,
      ...(token.kind === 'access-token' && { client_id: token.clientId }),
    };
  }

  /** A service by itself: it has no login, and nothing that it may do. */
  #presentService({ credential: token, client }: ServiceVerdict, service: Service): ActiveServiceToken {
    return { ...this.#presentToken(token, service), sub: client.id, client_id: client.id };
  }

  #presentToken(
    { id, createdAt, expiresAt, ...token }: BearerToken,
    service: Service,
  ): Omit<ActiveServiceToken, 'sub' | 'client_id'> {
    const jkt = 'keyThumbprint' in token ? token.keyThumbprint : undefined;
    return {
      active: true,
      token_type: jkt === undefined ? 'Bearer' : 'DPoP',
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

  #refuseClient(request: IncomingMessage, response: ServerResponse): void {
    const { refusedChecks, settings, clock } = this.#authority;
    refusedChecks.note(
      'client-unauthenticated',
      clientAddress(request, settings.listen.trustedProxies),
      clock.now(),
    );
    const challenge = ['WWW-Authenticate', 'Basic realm="Countersign"'];
    this.#refuse(response, 401, 'invalid_client', 'the service did not prove who it is', challenge);
  }

  #refuse(
    response: ServerResponse,
    status: number,
    error: string,
    text: string,
    more: readonly string[] = [],
  ): void {
    this.#answers.json(response, status, JSON.stringify({ error, error_description: text }), more);
  }
}

function isForm(request: IncomingMessage): boolean {
  const type = request.headers['content-type'];
  const encoding = request.headers['content-encoding'];
  return (
    type !== undefined && /^application\/x-www-form-urlencoded\s*(;|$)/i.test(type) && encoding === undefined
  );
}
