import { randomBytes } from 'node:crypto';

/** Letters and digits, as most make their tokens of. */
export function randomText(length: number): string {
  const text = randomBytes(2 * length)
    .toString('base64')
    .replaceAll(/[^A-Za-z0-9]/g, '');
  return text.slice(0, length);
}
