import type { Instant } from '../kernel/instant.ts';

/**
 * Codes of authenticator apps: RFC 6238 with SHA-1, six digits and thirty seconds, the one choice that every app
 * understands. A code is found by the authority's clock alone, one step early or late; whether its step was spent
 * before is asked where it is accepted.
 */
export const codeDigits = 6;
export const stepSeconds = 30;

/** One step either way: apps' clocks are a little off (RFC 6238 §5.2). */
const stepsOff = 1;

/** Twenty random bytes, as RFC 4226 §4 recommends. */
export const seedLength = 20;

/** HMAC-SHA-1: sound as a code (RFC 6194 §3.3), and used for nothing else here. */
export type HmacSha1 = (key: Uint8Array, message: Uint8Array) => Uint8Array;

/** The number of a thirty-second step since 1970. */
export function stepAt(now: Instant): number {
  return Math.floor(now / (stepSeconds * 1_000));
}

/** The code of a step, with its leading zeros. */
export function codeAt(hmac: HmacSha1, seed: Uint8Array, step: number): string {
  const message = new Uint8Array(8);
  new DataView(message.buffer).setBigUint64(0, BigInt(step));
  const mac = hmac(seed, message);
  const offset = (mac.at(-1) ?? 0) & 0x0f;
  const number = new DataView(mac.buffer, mac.byteOffset).getUint32(offset) & 0x7fffffff;
  return String(number % 10 ** codeDigits).padStart(codeDigits, '0');
}

/** The step that a typed code belongs to, of those near now; absent for every other code. */
export function findStep(hmac: HmacSha1, seed: Uint8Array, code: string, now: Instant): number | undefined {
  const present = stepAt(now);
  const near = Array.from({ length: 2 * stepsOff + 1 }, (_, index) => present - stepsOff + index);
  // All are computed whatever fits, so that time does not tell which.
  return near.filter((step) => codeAt(hmac, seed, step) === code).at(-1);
}

/** What was typed, without the spaces that apps print; absent when that is no code. */
export function readCode(typed: string): string | undefined {
  if (typed.length > 64) return undefined;
  const code = typed.replaceAll(/\s/gu, '');
  return /^[0-9]{6}$/.test(code) ? code : undefined;
}

const base32Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The seed as people type it into an app: base 32 without padding (RFC 4648 §6). */
export function base32(bytes: Uint8Array): string {
  let text = '';
  let [bits, held] = [0, 0];
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += base32Alphabet.charAt((held >>> (bits - 5)) & 31);
    held &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + base32Alphabet.charAt((held << (5 - bits)) & 31);
}

/** What the QR code says (the Key URI format of authenticator apps). */
export function keyUri({ issuer, login, seed }: KeyUri): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(login)}`;
  const query = [
    ['secret', base32(seed)],
    ['issuer', encodeURIComponent(issuer)],
    ['algorithm', 'SHA1'],
    ['digits', codeDigits],
    ['period', stepSeconds],
  ];
  return `otpauth://totp/${label}?${query.map((pair) => pair.join('=')).join('&')}`;
}

export interface KeyUri {
  readonly issuer: string;
  readonly login: string;
  readonly seed: Uint8Array;
}
