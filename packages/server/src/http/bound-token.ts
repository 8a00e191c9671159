import type { Incoming } from './incoming.ts';

/** What the `Authorization` header carries by the scheme `DPoP` (RFC 9449 §7.1): one space, one token. */
export type PresentedBound =
  | { readonly kind: 'none' }
  | { readonly kind: 'bound'; readonly text: string }
  | { readonly kind: 'malformed' };

const form = /^dpop ([A-Za-z0-9\-._~+/]+=*)$/i;

export function readBound({ headers: { authorization } }: Incoming): PresentedBound {
  if (authorization === undefined || !/^dpop\b/i.test(authorization)) return { kind: 'none' };
  const text = form.exec(authorization)?.[1];
  return text === undefined ? { kind: 'malformed' } : { kind: 'bound', text };
}
