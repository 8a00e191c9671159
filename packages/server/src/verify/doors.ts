import type { ProvedFacts } from '@countersign/core';
import type { Authority } from '../authority.ts';
import type { SessionCookie } from '../http/cookies.ts';
import { isFromTrustedProxy } from '../http/origin.ts';
import { realm } from '../http/refusal-response.ts';
import { isSafeMethod } from '../http/same-origin.ts';
import { homeOriginsOf } from '../pages/return-path.ts';
import { dpopChallenge } from '../possession/challenge.ts';
import type { Answers } from './answer.ts';
import type { CheckRequest, CheckResponse } from './check-exchange.ts';
import type { DoorDialect } from './door-dialect.ts';
import { type DoorDecision, DoorKeeper } from './door-keeper.ts';
import { identityHeaders } from './identity-headers.ts';
import type { Visit } from './visit.ts';

/**
 * Forward authentication. 200 lets the request through and says who it is; 401 and 403 do not; a redirect leads a
 * browser to sign in, and back to where it was. What is decided is the same in every proxy's dialect; a door that
 * names nothing that exists, or a proxy that says what nobody can read, is answered 400, never yes.
 */
export class Doors {
  readonly #authority: Authority;
  readonly #answers: Answers;
  readonly #keeper: DoorKeeper;

  constructor(authority: Authority, answers: Answers, cookie: SessionCookie) {
    this.#authority = authority;
    this.#answers = answers;
    this.#keeper = new DoorKeeper(authority, cookie);
  }

  /** `asked` is what the proxy was configured to ask; `rest` what the visitor asked for, where it stands in the path. */
  async answer(
    request: CheckRequest,
    response: CheckResponse,
    dialect: DoorDialect,
    asked: string,
    rest: string = '',
  ): Promise<void> {
    const { method = '' } = request;
    if (dialect.methods !== undefined && !dialect.methods.includes(method))
      return this.#answers.empty(response, 405, ['Allow', dialect.methods.join(', ')]);
    const { trustedProxies } = this.#authority.settings.listen;
    const reading = dialect.readVisit(request, rest, () => isFromTrustedProxy(request, trustedProxies));
    if (!reading.ok) return this.#bad(response, reading.field, reading.rule);
    const decision = await this.#keeper.decide(request, asked);
    if (decision.kind === 'open')
      return this.#answers.empty(response, 200, identityHeaders(decision.visitor));
    return this.#shut(request, response, dialect, decision, reading.visit);
  }

  async #shut(
    request: CheckRequest,
    response: CheckResponse,
    dialect: DoorDialect,
    decision: Exclude<DoorDecision, { kind: 'open' }>,
    visit: Visit,
  ): Promise<void> {
    switch (decision.kind) {
      case 'nobody': {
        const way = await this.#wayTo('/sign-in', request, visit, decision.facts);
        if (way !== undefined && dialect.passesRedirects) return this.#answers.empty(response, 302, way);
        return this.#answers.empty(response, 401, ['WWW-Authenticate', challenge, ...(way ?? [])]);
      }
      case 'second-factor-required': {
        const way = await this.#wayTo('/two-factor', request, visit, decision.facts);
        if (way !== undefined && dialect.passesRedirects) return this.#answers.empty(response, 302, way);
        return this.#answers.json(response, 403, secondFactorRequired, way);
      }
      case 'refused':
        return this.#answers.empty(response, 401, ['WWW-Authenticate', invalidToken]);
      case 'bound':
        return this.#answers.empty(response, 401, ['WWW-Authenticate', boundToken]);
      case 'lacking':
        // RFC 6750 §3.1: the credential is good, and not for this.
        return this.#answers.empty(response, 403, ['WWW-Authenticate', insufficientScope]);
      case 'no-door':
        return this.#bad(response, decision.field, decision.rule);
      default:
        decision satisfies never;
    }
  }

  /**
   * Where a browser is led, as a header; nothing for programs, for what changes something, and for a page that is no
   * registered service's: no link through us ends on a stranger's site (open redirect, RFC 9700 §4.11).
   */
  async #wayTo(
    path: string,
    { headers }: CheckRequest,
    { method, page }: Visit,
    facts: ProvedFacts,
  ): Promise<readonly string[] | undefined> {
    if (page === undefined || !isSafeMethod(method) || !/\btext\/html\b/i.test(headers.accept ?? ''))
      return undefined;
    const { publicUrl } = this.#authority.settings;
    const isOurs = page.origin === publicUrl.origin;
    const homes = isOurs ? [] : (await facts.addresses()).homes.map(({ url }) => url);
    if (!isOurs && !homeOriginsOf(homes).has(page.origin)) return undefined;
    const query = new URLSearchParams({ return: page.href });
    return ['Location', `${publicUrl.origin}${publicUrl.basePath}${path}?${query}`];
  }

  #bad(response: CheckResponse, field: string, rule: string): void {
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

/** git asks for a user name and a password where Basic is named, and never otherwise. */
const basic = 'Basic realm="Countersign", charset="UTF-8"';
const challenge = `${realm}, ${basic}`;
const invalidToken = `${realm}, error="invalid_token", ${basic}`;
/** Proxies hand on neither method nor address in a way that a proof could be held against. */
const boundToken = dpopChallenge(
  'invalid_token',
  'the token is bound to a key, which no door can check: the service introspects it and verifies the proof',
);
const insufficientScope = `${realm}, error="insufficient_scope"`;

const secondFactorRequired = JSON.stringify({
  error: 'second_factor_required',
  error_description: 'A group of yours requires two-factor authentication; set it up and sign in again',
});
