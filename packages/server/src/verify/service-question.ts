import { authenticateService, type ProvedFacts, type Service } from '@countersign/core';
import type { Authority } from '../authority.ts';
import { clientAddress } from '../http/origin.ts';
import { type Answers, readBody } from './answer.ts';
import type { CheckRequest, CheckResponse } from './check-exchange.ts';
import { readClient } from './client-credentials.ts';
import { parseForm } from './form.ts';
import { maxAgeRule } from './max-age.ts';
import { noteSecretUse } from './note-secret-use.ts';

const bodyBytesMax = 16_384;

/** What a service that has proved who it is asks, with the facts to answer it from. */
export interface ServiceQuestion {
  readonly service: Service;
  readonly form: ReadonlyMap<string, string>;
  readonly facts: ProvedFacts;
  /** How far the authority was when these facts were proved. */
  readonly position: number;
}

/** Reads what services ask with their id and secret: a form, sent by POST. What is no such question is answered here. */
export class ServiceQuestions {
  readonly #authority: Authority;
  readonly #answers: Answers;

  constructor(authority: Authority, answers: Answers) {
    this.#authority = authority;
    this.#answers = answers;
  }

  /**
   * The question, or nothing where it was refused. Facts are proved after it was read whole; `maxAgeOf` says whether
   * they may be from a moment before, which is for questions whose answers nobody keeps.
   */
  async read(
    request: CheckRequest,
    response: CheckResponse,
    maxAgeOf: (form: ReadonlyMap<string, string>) => number | 'malformed' = () => 0,
  ): Promise<ServiceQuestion | undefined> {
    if (request.method !== 'POST')
      return this.refuse(response, 405, 'invalid_request', 'use POST', ['Allow', 'POST']);
    if (!isForm(request))
      return this.refuse(response, 415, 'invalid_request', 'send application/x-www-form-urlencoded');
    const body = await readBody(request, bodyBytesMax);
    if (body === undefined)
      return this.refuse(response, 413, 'invalid_request', 'the body is too long', ['Connection', 'close']);
    const form = parseForm(body);
    if (form === undefined)
      return this.refuse(response, 400, 'invalid_request', 'a parameter is malformed or sent twice');

    const client = readClient(request, form);
    if (client.kind === 'malformed') return this.refuse(response, 400, 'invalid_request', client.text);
    const maxAge = maxAgeOf(form);
    if (maxAge === 'malformed') return this.refuse(response, 400, 'invalid_request', `max_age ${maxAgeRule}`);
    const { clock, digest, facts: prover, settings } = this.#authority;
    if (client.kind === 'none') return this.#refuseClient(request, response);
    const facts = await prover.proveWithin(maxAge, client.id);
    const position = facts.changeNumber;
    const shown = await authenticateService({ clock, digest, facts }, client.id, client.secret);
    if (!shown.ok) return this.#refuseClient(request, response);
    const { service, secretId } = shown.value;
    noteSecretUse(this.#authority, secretId, {
      address: clientAddress(request, settings.listen.trustedProxies),
      userAgent: request.headers['user-agent'],
    });
    return { service, form, facts, position };
  }

  #refuseClient(request: CheckRequest, response: CheckResponse): undefined {
    const { refusedChecks, settings, clock } = this.#authority;
    refusedChecks.note(
      'client-unauthenticated',
      clientAddress(request, settings.listen.trustedProxies),
      clock.now(),
    );
    const challenge = ['WWW-Authenticate', 'Basic realm="Countersign"'];
    return this.refuse(response, 401, 'invalid_client', 'the service did not prove who it is', challenge);
  }

  refuse(
    response: CheckResponse,
    status: number,
    error: string,
    text: string,
    more: readonly string[] = [],
  ): undefined {
    this.#answers.json(response, status, JSON.stringify({ error, error_description: text }), more);
  }
}

function isForm(request: CheckRequest): boolean {
  const type = request.headers['content-type'];
  const encoding = request.headers['content-encoding'];
  return (
    type !== undefined && /^application\/x-www-form-urlencoded\s*(;|$)/i.test(type) && encoding === undefined
  );
}
