import type { RefusedRedirectId, ServiceId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import { sourceNetwork } from '../kernel/source-network.ts';
import { tokenPattern } from '../kernel/token-text.ts';
import { brokenRedirectUriRule, redirectUriLengthMax } from './redirect-uri.ts';
import type { Service } from './service.ts';

/**
 * An address that an authorization request of a known service named and that is not registered. Anybody can send one:
 * it is a hint for administrators, and never more.
 */
export interface RefusedRedirect {
  readonly id: RefusedRedirectId;
  /** In visible letters of ASCII alone: all others as % and two digits, so that it looks like what it is. */
  readonly uri: string;
  /** Whether it came in these very letters; only then does it help to register it. */
  readonly isVerbatim: boolean;
  readonly count: number;
  /** When and from where it came last. */
  readonly triedAt: Instant;
  readonly triedFrom: string | undefined;
  /** From where it came first: to whose share it counts. */
  readonly firstFrom: string | undefined;
}

/** For so many days one is kept; so many of each service, and so many of them from one network. */
export const refusedRedirectDays = 30;
export const refusedRedirectsMax = 20;
export const refusedRedirectsOfNetworkMax = 3;

/** The address as it is kept; absent where it must not be, as it is too long or holds what nobody else may know. */
export function keepableRedirect(uri: string): Pick<RefusedRedirect, 'uri' | 'isVerbatim'> | undefined {
  if (uri === '' || uri.length > redirectUriLengthMax) return undefined;
  const visible = uri.replace(/[^!-~]+/g, (text) => encodeURIComponent(text.toWellFormed()));
  if (visible.length > redirectUriLengthMax || holdsCredential(visible)) return undefined;
  return { uri: visible, isVerbatim: visible === uri };
}

/** Ours, however it is written, or a user name and password before the host. */
function holdsCredential(uri: string): boolean {
  const plain = uri.replace(/%[0-7][0-9A-Fa-f]/g, (letter) =>
    String.fromCharCode(Number.parseInt(letter.slice(1), 16)),
  );
  return tokenPattern.test(uri) || tokenPattern.test(plain) || /^[^:]*:\/*[^/?#]*@/.test(plain);
}

/**
 * What is kept of what was known and what came since: the latest, whoever sends them; but of one network only its own
 * latest, so that a stranger who sends many pushes out his own and not those of others.
 */
export function mergeRefusedRedirects(
  known: readonly RefusedRedirect[],
  noted: readonly RefusedRedirect[],
): readonly RefusedRedirect[] {
  const merged = new Map(known.map((one) => [one.uri, one]));
  for (const one of noted) {
    const before = merged.get(one.uri);
    merged.set(one.uri, before === undefined ? one : again(before, one));
  }
  const ofNetwork = new Map<string, number>();
  return [...merged.values()]
    .sort((a, b) => b.triedAt - a.triedAt)
    .filter(({ firstFrom }) => {
      const network = sourceNetwork(firstFrom);
      const place = (ofNetwork.get(network) ?? 0) + 1;
      ofNetwork.set(network, place);
      return place <= refusedRedirectsOfNetworkMax;
    })
    .slice(0, refusedRedirectsMax);
}

function again(before: RefusedRedirect, after: RefusedRedirect): RefusedRedirect {
  const { triedAt, triedFrom } = after.triedAt < before.triedAt ? before : after;
  return { ...before, count: before.count + after.count, triedAt, triedFrom };
}

/** Why the address cannot be registered for the service, or nothing. */
export function brokenRefusedRedirectRule(
  { uri, isVerbatim }: RefusedRedirect,
  { client }: Pick<Service, 'client'>,
): string | undefined {
  if (!isVerbatim) return 'must hold only the letters of an address; others as % and two digits';
  return brokenRedirectUriRule(uri, client?.isConfidential ?? true);
}

/** What is kept of each service. */
export interface RefusedRedirectStore {
  /** Since a moment, the latest first. */
  list(service: ServiceId, since: Instant): Promise<readonly RefusedRedirect[]>;
  delete(service: ServiceId, id: RefusedRedirectId): Promise<void>;
}

export interface RefusedRedirectTables {
  readonly refusedRedirects: RefusedRedirectStore;
}

/** Bookkeeping without an audit event: a narrow port, written in batches. */
export interface RefusedRedirectBook {
  /** Puts them beside what is kept of each service, by `mergeRefusedRedirects`. What no service is of is dropped. */
  record(noted: ReadonlyMap<ServiceId, readonly RefusedRedirect[]>): Promise<void>;
  /** Forgets those that came last before the moment. Answers how many. */
  sweep(before: Instant): Promise<number>;
}
