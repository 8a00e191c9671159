import type { Incoming } from './incoming.ts';

/**
 * Reads the `Authorization` header as a Bearer credential (RFC 6750 §2.1): the scheme in any case, one space,
 * one token. Tokens are taken from this header and from nowhere else. The header stands at most once: the
 * wire guard has seen to that.
 */
export type PresentedBearer =
  | { readonly kind: 'none' }
  | { readonly kind: 'bearer'; readonly text: string }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'other-scheme' };

const form = /^bearer ([A-Za-z0-9\-._~+/]+=*)$/i;

export function readBearer(request: Incoming): PresentedBearer {
  const header = request.headers.authorization;
  if (header === undefined) return { kind: 'none' };
  const text = form.exec(header)?.[1];
  if (text !== undefined) return { kind: 'bearer', text };
  return /^bearer\b/i.test(header) ? { kind: 'malformed' } : { kind: 'other-scheme' };
}
