import { authenticateService, type ProvedFacts, type Service } from '@countersign/core';
import type { Authority } from '../authority.ts';
import { clientAddress } from '../http/origin.ts';
import { type Answers, readBody } from './answer.ts';
import type { CheckRequest, CheckResponse } from './check-exchange.ts';
import { readClient } from './client-credentials.ts';
import { parseForm } from './form.ts';
import { maxAgeRule } from './max-age.ts';
import { noteSecretUse } from './note-secret-use.ts';

const formBytesMax = 16_384;

/** A service that has proved who it is, with the facts to answer it from. */
interface KnownService {
  readonly service: Service;
  readonly facts: ProvedFacts;
  /** How far the authority was when these facts were proved. */
  readonly position: number;
}

export interface ServiceQuestion extends KnownService {
  readonly form: ReadonlyMap<string, string>;
}

export interface ServiceStatement extends KnownService {
  /** What it sent as JSON. */
  readonly json: unknown;
}

/** Reads what services send with their id and secret, by POST. What is no such thing is answered here. */
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
    const body = await this.#receive(request, response, 'application/x-www-form-urlencoded', formBytesMax);
    if (body === undefined) return undefined;
    const form = parseForm(body);
    if (form === undefined)
      return this.refuse(response, 400, 'invalid_request', 'a parameter is malformed or sent twice');
    const known = await this.#identify(request, response, form, maxAgeOf(form));
    return known && { ...known, form };
  }

  /** The same of JSON, beside which id and secret stand in HTTP Basic. */
  async readJson(
    request: CheckRequest,
    response: CheckResponse,
    bytesMax: number,
  ): Promise<ServiceStatement | undefined> {
    const body = await this.#receive(request, response, 'application/json', bytesMax);
    if (body === undefined) return undefined;
    const known = await this.#identify(request, response, new Map(), 0);
    if (known === undefined) return undefined;
    try {
      return { ...known, json: JSON.parse(body) };
    } catch {
      return this.refuse(response, 400, 'invalid_request', 'the body must be JSON');
    }
  }

  async #receive(
    request: CheckRequest,
    response: CheckResponse,
    mediaType: string,
    bytesMax: number,
  ): Promise<string | undefined> {
    if (request.method !== 'POST')
      return this.refuse(response, 405, 'invalid_request', 'use POST', ['Allow', 'POST']);
    if (!isOfType(request, mediaType))
      return this.refuse(response, 415, 'invalid_request', `send ${mediaType}`);
    const body = await readBody(request, bytesMax);
    if (body === undefined)
      return this.refuse(response, 413, 'invalid_request', 'the body is too long', ['Connection', 'close']);
    return body;
  }

  async #identify(
    request: CheckRequest,
    response: CheckResponse,
    form: ReadonlyMap<string, string>,
    maxAge: number | 'malformed',
  ): Promise<KnownService | undefined> {
    const client = readClient(request, form);
    if (client.kind === 'malformed') return this.refuse(response, 400, 'invalid_request', client.text);
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
    return { service, facts, position };
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

function isOfType({ headers }: CheckRequest, mediaType: string): boolean {
  const { 'content-type': type, 'content-encoding': encoding } = headers;
  const [sent = ''] = type?.split(';') ?? [];
  return sent.trim().toLowerCase() === mediaType && encoding === undefined;
}
