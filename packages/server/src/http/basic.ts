import type { Incoming } from './incoming.ts';

/**
 * Reads the `Authorization` header as HTTP Basic (RFC 7617 §2): a user name and a password in base64, as UTF-8. The
 * user name ends at the first colon. What is not well-formed UTF-8, or holds a control character, is malformed: no
 * login and no generated password looks like that.
 */
export type PresentedBasic =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly login: string; readonly password: string }
  | { readonly kind: 'malformed' };

const form = /^basic ([A-Za-z0-9+/]+={0,2})$/i;
const utf8 = new TextDecoder('utf-8', { fatal: true });

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is its purpose.
const controls = /[\u0000-\u001f\u007f]/;

export function readBasic(request: Incoming): PresentedBasic {
  const header = request.headers.authorization;
  if (header === undefined || !/^basic\b/i.test(header)) return { kind: 'none' };
  const encoded = form.exec(header)?.[1];
  const pair = encoded === undefined ? undefined : decode(encoded);
  const colon = pair?.indexOf(':') ?? -1;
  if (pair === undefined || colon < 0 || controls.test(pair)) return { kind: 'malformed' };
  return { kind: 'basic', login: pair.slice(0, colon), password: pair.slice(colon + 1) };
}

function decode(encoded: string): string | undefined {
  try {
    return utf8.decode(Buffer.from(encoded, 'base64'));
  } catch {
    return undefined;
  }
}

/** Programs may also come with Basic (RFC 7617 §2.1). */
const basicChallenge = 'Basic realm="Countersign", charset="UTF-8"';

/**
 * A Bearer challenge with Basic beside it. A browser is not told of Basic: it would ask its user for a password in a
 * window of its own, in front of a page that knows better, and remember what was typed.
 */
export function withBasic(challenge: string, request: Incoming): string {
  return isFromBrowser(request) ? challenge : `${challenge}, ${basicChallenge}`;
}

function isFromBrowser({ headers }: Incoming): boolean {
  return headers['sec-fetch-site'] !== undefined || headers['user-agent']?.startsWith('Mozilla/') === true;
}
