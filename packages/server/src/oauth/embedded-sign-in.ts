import type { OAuthClient } from '@countersign/core';
import type { Holder } from '../http/security-headers.ts';

/**
 * What somebody who was sent here by an application may be shown on the way: pages of signing in, what says that it goes
 * on elsewhere, what leads on without a page; the form for a password in the place of one that somebody else chose, and
 * the question whether they agree. Every other page is part of no request, whatever led to it.
 */
export type RequestPart = 'sign-in' | 'way-out' | 'step' | 'new-password' | 'consent';

/** One click must not do what it does not show: nobody sees a frame for what it is (RFC 9700 §4.16). */
const framed: ReadonlySet<RequestPart> = new Set(['sign-in', 'way-out', 'step']);

/** An origin as a policy names it: one host, and nothing that could end the directive or match more. */
const plainOrigin = /^https:\/\/[A-Za-z0-9._-]+(?::[0-9]+)?$/;

/**
 * Whose pages hold this part of a request: those of the one origin where its answer goes, where an administrator has
 * switched embedded sign-in on for the service, and as long as that address is registered. Otherwise nobody's.
 */
export function holderOf(
  client: OAuthClient | undefined,
  redirectUri: string,
  part: RequestPart | undefined,
): Holder | undefined {
  if (part === undefined || client?.embedsSignIn !== true) return undefined;
  const { protocol, origin } = URL.parse(redirectUri) ?? {};
  if (protocol !== 'https:' || origin === undefined || !plainOrigin.test(origin)) return undefined;
  return client.redirectUris.includes(redirectUri) ? { origin, mayFrame: framed.has(part) } : undefined;
}
