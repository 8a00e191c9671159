import type { IncomingMessage } from 'node:http';

/**
 * Refuses requests that two parsers could read in two ways, before anything reads them at all. Node itself
 * refuses smuggling by length and encoding, bare line feeds and folded headers; it lets these pass:
 * a repeated `Authorization`, `Host` or `Cookie`, and a target that is not a plain path (RFC 9112 §3.2).
 */
export function findAmbiguity(request: IncomingMessage): string | undefined {
  if (!request.url?.startsWith('/')) return 'the request target must be a path';
  const seen = { authorization: false, host: false, cookie: false };
  const { rawHeaders } = request;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = single(rawHeaders[i] as string);
    if (name === undefined) continue;
    if (seen[name]) return `the header ${name} must be sent only once`;
    seen[name] = true;
  }
  return seen.host || request.httpVersionMinor === 0 ? undefined : 'the header host must be sent';
}

/** The name, if it is one of those that may stand only once; lengths are compared first, as this runs for every check. */
function single(name: string): 'authorization' | 'host' | 'cookie' | undefined {
  if (name.length !== 13 && name.length !== 4 && name.length !== 6) return undefined;
  const lower = name.toLowerCase();
  return lower === 'authorization' || lower === 'host' || lower === 'cookie' ? lower : undefined;
}
