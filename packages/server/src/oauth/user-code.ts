import type { Authority } from '../authority.ts';

/** The code of a device as it is compared, however somebody typed it: RFC 8628 §6.1. */
export function readUserCode(typed: string): string {
  return typed.toUpperCase().replaceAll(/[^A-Z]/g, '');
}

/** Eight letters without vowels, so that they spell nothing. */
export function isUserCode(code: string): boolean {
  return /^[BCDFGHJKLMNPQRSTVWXZ]{8}$/.test(code);
}

/** As the device shows it. */
export function printUserCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

/** Under which it is stored: eight letters can be tried through by whoever has a plain digest of them. */
export function userCodeKey({ digest }: Pick<Authority, 'digest'>, code: string): string {
  return digest.keyed('device user code', code);
}
