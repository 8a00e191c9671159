import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ActiveVerdict, checkToken, type Service } from '@countersign/core';
import type { Authority } from '../authority.ts';
import { readBearer } from '../http/bearer.ts';
import { clientAddress } from '../http/origin.ts';
import { realm } from '../http/refusal-response.ts';
import type { Answers } from './answer.ts';
import { parseForm } from './form.ts';

/**
 * Forward authentication in nginx's dialect (`auth_request`): 200 lets the request through, 401 does not, and
 * anything else is an error to nginx, which lets nothing through. The proxy names the service whose door this
 * is; without a service that exists there is no door, and the answer is 400, never yes.
 */
export class AuthRequest {
  readonly #authority: Authority;
  readonly #answers: Answers;

  constructor(authority: Authority, answers: Answers) {
    this.#authority = authority;
    this.#answers = answers;
  }

  async answer(request: IncomingMessage, response: ServerResponse, query: string): Promise<void> {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return this.#answers.empty(response, 405, ['Allow', 'GET, HEAD']);
    const name = parseForm(query)?.get('service') ?? '';
    if (name === '') return this.#refuseDoor(response, 'service must be given once, as an id or a key');
    const { clock, digest, facts: prover } = this.#authority;
    const facts = await prover.prove();
    const service = await facts.service(name);
    if (service === undefined) return this.#refuseDoor(response, 'service names no service');

    const bearer = readBearer(request);
    if (bearer.kind === 'none') return this.#answers.empty(response, 401, ['WWW-Authenticate', realm]);
    const verdict =
      bearer.kind === 'bearer'
        ? await checkToken({ clock, digest, facts }, bearer.text, service.id)
        : malformed;
    if (!verdict.active) return this.#refuseToken(request, response, verdict.reason);
    this.#noteUse(request, verdict, service);
    return this.#answers.empty(response, 200, identityHeaders(verdict));
  }

  #noteUse(request: IncomingMessage, verdict: ActiveVerdict, service: Service): void {
    const { uses, clock, settings } = this.#authority;
    uses.note({
      credentialId: verdict.token.id,
      serviceId: service.id,
      at: clock.now(),
      address: clientAddress(request, settings.listen.trustedProxies),
      userAgent: request.headers['user-agent']?.slice(0, 400),
    });
  }

  #refuseToken(request: IncomingMessage, response: ServerResponse, reason: string): void {
    const { refusedChecks, clock, settings } = this.#authority;
    refusedChecks.note(reason, clientAddress(request, settings.listen.trustedProxies), clock.now());
    this.#answers.empty(response, 401, ['WWW-Authenticate', `${realm}, error="invalid_token"`]);
  }

  #refuseDoor(response: ServerResponse, text: string): void {
    this.#answers.json(
      response,
      400,
      JSON.stringify({ error: 'bad_request', error_description: text, error_field: 'service' }),
    );
  }
}

const malformed = { active: false, reason: 'malformed' } as const;

/**
 * Who it is, for the application behind the proxy. All four are always sent, empty when there is nothing: a
 * proxy that copies a missing header may leave the visitor's own standing.
 */
function identityHeaders({ subject, groups }: ActiveVerdict): readonly string[] {
  return [
    'Remote-User',
    subject.login,
    'Remote-Name',
    headerText(subject.name),
    'Remote-Email',
    headerText(subject.email ?? ''),
    'Remote-Groups',
    groups.map((group) => headerText(group.name)).join(','),
  ];
}

/** Header values are ASCII; everything else is percent-encoded as UTF-8, `%` and `,` too so that it can be undone. */
function headerText(text: string): string {
  return text.replaceAll(/[^\x20-\x24\x26-\x2b\x2d-\x7e]/gu, (character) => encodeURIComponent(character));
}
