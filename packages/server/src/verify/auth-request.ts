import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ActiveVerdict, checkToken, covers, type Service } from '@countersign/core';
import type { Authority } from '../authority.ts';
import { readBearer } from '../http/bearer.ts';
import { clientAddress } from '../http/origin.ts';
import { realm } from '../http/refusal-response.ts';
import type { Answers } from './answer.ts';
import { readDoor } from './door.ts';

/**
 * Forward authentication in nginx's dialect (`auth_request`): 200 lets the request through, 401 and 403 do not,
 * and anything else is an error to nginx, which lets nothing through. The proxy names the service whose door this
 * is, and may name a permission that whoever passes must hold there; a door that names nothing that exists is an
 * error, never yes.
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
    const { clock, digest, facts: prover } = this.#authority;
    const facts = await prover.prove();
    const asked = await readDoor(facts, query);
    if (!asked.ok) return this.#refuseDoor(response, asked.field, asked.rule);
    const { service, demand } = asked.door;

    const bearer = readBearer(request);
    if (bearer.kind === 'none') return this.#answers.empty(response, 401, ['WWW-Authenticate', realm]);
    const verdict =
      bearer.kind === 'bearer'
        ? await checkToken({ clock, digest, facts }, bearer.text, service.id)
        : malformed;
    if (!verdict.active) return this.#refuseToken(request, response, verdict.reason);
    if (demand !== undefined && !covers(verdict.permissions, demand.permission, demand.place))
      return this.#refuseRight(request, response);
    this.#noteUse(request, verdict, service);
    return this.#answers.empty(response, 200, identityHeaders(verdict));
  }

  #noteUse(request: IncomingMessage, verdict: ActiveVerdict, service: Service): void {
    const { uses, clock, settings } = this.#authority;
    uses.note({
      credentialId: verdict.credential.id,
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

  /** RFC 6750 §3.1: the token is good, and not for this. */
  #refuseRight(request: IncomingMessage, response: ServerResponse): void {
    const { refusedChecks, clock, settings } = this.#authority;
    const address = clientAddress(request, settings.listen.trustedProxies);
    refusedChecks.note('insufficient-scope', address, clock.now());
    this.#answers.empty(response, 403, ['WWW-Authenticate', `${realm}, error="insufficient_scope"`]);
  }

  #refuseDoor(response: ServerResponse, field: string, rule: string): void {
    this.#answers.json(
      response,
      400,
      JSON.stringify({
        error: 'bad_request',
        error_description: `${field} ${rule}`,
        error_field: field,
      }),
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
