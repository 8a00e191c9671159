import type { IncomingMessage } from 'node:http';

/**
 * Whether an unsafe request was sent by our own pages (ASVS 3.5.1). Browsers say so themselves in
 * `Sec-Fetch-Site`, which pages cannot forge; where it is missing, `Origin` must be ours. A request that
 * carries neither is not from a page of ours, and a cookie alone never speaks for it.
 */
export function isSameOrigin(request: IncomingMessage, origin: string): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  return request.headers.origin === origin;
}

/** Methods that change nothing (RFC 9110 §9.2.1). */
export function isSafeMethod(method: string | undefined): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}
