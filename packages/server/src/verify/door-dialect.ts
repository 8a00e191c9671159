import type { IncomingHttpHeaders } from 'node:http';
import type { CheckRequest } from './check-exchange.ts';
import { readVisit, readVisitTo, unknownVisit, type VisitReading } from './visit.ts';

/** How one family of proxies asks at a door, and what it can do with the answer. */
export interface DoorDialect {
  /** With which methods it asks; absent: with the visitor's own. */
  readonly methods: readonly string[] | undefined;
  /**
   * Whether an answer that is a redirect reaches the visitor. Where it does not, the refusal carries the address in
   * `Location`, and the proxy's configuration does the rest.
   */
  readonly passesRedirects: boolean;
  /** What the visitor wanted; `isTrusted` says whether the peer's word counts for what happened before it. */
  readVisit(request: CheckRequest, rest: string, isTrusted: () => boolean): VisitReading;
}

const reading: readonly string[] = ['GET', 'HEAD'];

/** nginx: a subrequest; ingress-nginx sends the two headers by itself, nginx as it is configured. */
export const authRequest: DoorDialect = {
  methods: reading,
  passesRedirects: false,
  readVisit: ({ headers }, _rest, isTrusted) => {
    const method = part(headers, 'x-original-method');
    const address = part(headers, 'x-original-url');
    if ((method.text === undefined && address.text === undefined) || !isTrusted()) return unknownVisit;
    return readVisitTo(method, address);
  },
};

/** Traefik and Caddy: a request of their own, with what was wanted in `X-Forwarded-*`. */
export const forwardAuth: DoorDialect = {
  methods: reading,
  passesRedirects: true,
  readVisit: ({ headers }, _rest, isTrusted) => {
    const parts = {
      method: part(headers, 'x-forwarded-method'),
      protocol: part(headers, 'x-forwarded-proto'),
      host: part(headers, 'x-forwarded-host'),
      path: part(headers, 'x-forwarded-uri'),
    };
    const isSilent = Object.values(parts).every(({ text }) => text === undefined);
    return isSilent || !isTrusted() ? unknownVisit : readVisit(parts);
  },
};

/** Envoy: the visitor's own method, host and path, the latter below the address of the door. */
export const extAuthz: DoorDialect = {
  methods: undefined,
  passesRedirects: true,
  readVisit: ({ headers, method }, rest, isTrusted) => {
    const protocol = part(headers, 'x-forwarded-proto');
    const ofPeer = { ...protocol, text: 'http' };
    return readVisit({
      method: { field: 'method', text: method },
      protocol: protocol.text !== undefined && isTrusted() ? protocol : ofPeer,
      host: part(headers, 'host'),
      path: { field: 'path', text: rest },
    });
  },
};

function part(headers: IncomingHttpHeaders, field: string) {
  const value = headers[field];
  return { field, text: Array.isArray(value) ? value.join(', ') : value };
}
