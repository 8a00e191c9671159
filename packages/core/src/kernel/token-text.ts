import { crc32 } from './crc32.ts';
import { type Random, randomIndex } from './random.ts';
import { type Digest, Secret } from './secret.ts';

/**
 * The text form of every generated secret: `csn_<kind>_<43 base62><6 base62 CRC-32>`.
 *
 * Forty-three base-62 characters carry 256 bits. The underscore lets a double click select the whole token.
 * The checksum covers everything before it: it catches typing and truncation before any look-up and lets a
 * secret scanner drop false hits without asking. It is never the security check: anybody can compute it.
 */
export const tokenKinds = {
  permanentToken: 'pat',
  clientSecret: 'sec',
  session: 'ses',
  resetLink: 'rst',
  accessToken: 'acc',
  refreshToken: 'ref',
  authorizationCode: 'cod',
} as const;

export type TokenKind = keyof typeof tokenKinds;

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const prefixLength = 'csn_pat_'.length;
const randomLength = 43;
const checksumLength = 6;

/** Every token has this many characters, whatever its kind. */
export const tokenLength = prefixLength + randomLength + checksumLength;

/** What a secret scanner should look for; the checksum then decides. */
export const tokenPattern = /\bcsn_(?:pat|sec|ses|rst|acc|ref|cod)_[0-9A-Za-z]{49}\b/;

/** Makes a fresh secret of a kind. */
export function newTokenText(kind: TokenKind, random: Random): Secret {
  let text = `csn_${tokenKinds[kind]}_`;
  for (let i = 0; i < randomLength; i++) text += alphabet[randomIndex(random, alphabet.length)];
  return new Secret(text + checksumOf(text));
}

/**
 * The secret of a kind that follows from another under the key ring: whoever shows the same one twice is answered the
 * same, and nothing of it is stored in between. 256 bits, as a fresh one.
 */
export function deriveTokenText(kind: TokenKind, digest: Digest, purpose: string, from: Secret): Secret {
  // A keyed hash is 43 characters of base64url, and so as many bits as 43 of base 62 can carry.
  let rest = 0n;
  for (const letter of digest.keyed(purpose, from.reveal()))
    rest = rest * 64n + BigInt(base64url.indexOf(letter));
  let random = '';
  for (let i = 0; i < randomLength; i++) {
    random = alphabet.charAt(Number(rest % 62n)) + random;
    rest /= 62n;
  }
  const text = `csn_${tokenKinds[kind]}_${random}`;
  return new Secret(text + checksumOf(text));
}

/**
 * Reads a presented token. Absent unless kind, length, alphabet and checksum are all right, so that a
 * truncated, extended, re-cased, padded or folded token is refused without a look-up.
 */
export function parseTokenText(kind: TokenKind, text: string): Secret | undefined {
  if (text.length !== tokenLength || !text.startsWith(`csn_${tokenKinds[kind]}_`)) return undefined;
  for (let i = prefixLength; i < tokenLength; i++) if (!isBase62(text.charCodeAt(i))) return undefined;
  const body = text.slice(0, tokenLength - checksumLength);
  return text.endsWith(checksumOf(body)) ? new Secret(text) : undefined;
}

function checksumOf(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let i = 0; i < checksumLength; i++) {
    digits = alphabet.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

function isBase62(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}
