import {
  type ActiveVerdict,
  canBeChecked,
  checkBasic,
  checkSession,
  checkUserToken,
  covers,
  credentialIdOf,
  type InactiveReason,
  inactive,
  type PermissionSet,
  type ProvedFacts,
  type ServiceId,
  type Verdict,
} from '@countersign/core';
import type { Authority } from '../authority.ts';
import { readBasic } from '../http/basic.ts';
import { readBearer } from '../http/bearer.ts';
import { readBound } from '../http/bound-token.ts';
import type { SessionCookie } from '../http/cookies.ts';
import { clientAddress } from '../http/origin.ts';
import type { CheckRequest } from './check-exchange.ts';
import { type Demand, type Door, findDoor, readDoorQuery } from './door.ts';
import type { Visitor } from './identity-headers.ts';

/** What is decided at a door, in no proxy's words. */
export type DoorDecision =
  | { readonly kind: 'open'; readonly visitor: Visitor }
  /** Nobody was named: to sign in would help. */
  | { readonly kind: 'nobody'; readonly facts: ProvedFacts }
  /** A credential was shown that is not good here. */
  | { readonly kind: 'refused' }
  /** A token that is bound to a key: what proves the key does not get as far as here. */
  | { readonly kind: 'bound' }
  /** Somebody, who may not do this. */
  | { readonly kind: 'lacking' }
  /** Somebody, whose session is cut down until they set up a second factor. */
  | { readonly kind: 'second-factor-required'; readonly facts: ProvedFacts }
  /** The proxy asks for something that does not exist. */
  | { readonly kind: 'no-door'; readonly field: string; readonly rule: string };

/**
 * Decides who passes a service's door, whatever the dialect in which a proxy asks. A header is judged by itself: one
 * that is wrong never falls back to the cookie beside it, or a visitor could lose a right and keep another's.
 */
export class DoorKeeper {
  readonly #authority: Authority;
  readonly #cookie: SessionCookie;

  constructor(authority: Authority, cookie: SessionCookie) {
    this.#authority = authority;
    this.#cookie = cookie;
  }

  /** `asked` is what the proxy was configured to ask: service, permission, project and age, as a query. */
  async decide(request: CheckRequest, asked: string): Promise<DoorDecision> {
    const query = readDoorQuery(asked);
    if (!query.ok) return { kind: 'no-door', field: query.field, rule: query.rule };
    const facts = await this.#authority.facts.proveWithin(query.maxAge, query.service);
    const reading = await findDoor(facts, query);
    if (!reading.ok) return { kind: 'no-door', field: reading.field, rule: reading.rule };
    const { door } = reading;
    if (request.headers.authorization === undefined) return this.#bySession(request, door, facts);
    const verdict = await this.#checkHeader(request, door.service.id, facts);
    if (!verdict.active) {
      this.#noteRefusal(request, verdict.reason);
      return shutFor(verdict.reason);
    }
    if (!meets(verdict.permissions, door.demand)) {
      this.#noteRefusal(request, 'insufficient-scope');
      return lacking;
    }
    this.#noteUse(request, verdict, door);
    return { kind: 'open', visitor: verdict };
  }

  async #checkHeader(request: CheckRequest, service: ServiceId, facts: ProvedFacts): Promise<Verdict> {
    const { clock, digest } = this.#authority;
    const bearer = readBearer(request);
    if (bearer.kind === 'bearer') return checkUserToken({ clock, digest, facts }, bearer.text, service);
    // Whatever it is: without its proof it is not good, and a proof is for another address than this.
    if (readBound(request).kind === 'bound') return inactive('key-not-shown');
    const basic = readBasic(request);
    return basic.kind === 'basic' && canBeChecked(basic)
      ? checkBasic({ clock, digest, facts }, basic, service)
      : inactive('malformed');
  }

  async #bySession(
    request: CheckRequest,
    { service, demand }: Door,
    facts: ProvedFacts,
  ): Promise<DoorDecision> {
    const secret = this.#cookie.read(request);
    if (secret === undefined) return { kind: 'nobody', facts };
    const verdict = await checkSession(this.#authority, facts, secret, service.id);
    if (!verdict.active && verdict.reason === 'no-session') return { kind: 'nobody', facts };
    if (verdict.active && meets(verdict.permissions, demand)) {
      this.#authority.sessionClock.note(verdict.session, this.#authority.clock.now());
      return { kind: 'open', visitor: verdict };
    }
    const isReduced = verdict.active ? verdict.isReduced : verdict.reason === 'second-factor-required';
    this.#noteRefusal(request, isReduced ? 'second-factor-required' : 'insufficient-scope');
    return isReduced ? { kind: 'second-factor-required', facts } : lacking;
  }

  #noteUse(request: CheckRequest, verdict: ActiveVerdict, { service, demand }: Door): void {
    const { uses, clock, settings } = this.#authority;
    const credentialId = credentialIdOf(verdict.credential);
    const serviceId = service.id;
    const at = clock.now();
    uses.note({
      credentialId,
      serviceId,
      at,
      address: clientAddress(request, settings.listen.trustedProxies),
      userAgent: request.headers['user-agent']?.slice(0, 400),
    });
    if (demand !== undefined)
      uses.noteExercised({ credentialId, serviceId, permission: demand.permission, at });
  }

  #noteRefusal(request: CheckRequest, reason: string): void {
    const { refusedChecks, clock, settings } = this.#authority;
    refusedChecks.note(reason, clientAddress(request, settings.listen.trustedProxies), clock.now());
  }
}

const refused: DoorDecision = { kind: 'refused' };
const lacking: DoorDecision = { kind: 'lacking' };
const bound: DoorDecision = { kind: 'bound' };

function shutFor(reason: InactiveReason): DoorDecision {
  switch (reason) {
    case 'acts-for-nobody':
      return lacking;
    case 'key-not-shown':
      return bound;
    default:
      return refused;
  }
}

function meets(permissions: PermissionSet, demand: Demand | undefined): boolean {
  return demand === undefined || covers(permissions, demand.permission, demand.place);
}
