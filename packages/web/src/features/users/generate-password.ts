/**
 * An initial password that is read out or copied once: five groups of four signs, none of which is taken for
 * another one. Twenty signs of thirty-two make 100 bits.
 */
const signs = 'abcdefghijkmnpqrstuvwxyz23456789';
const groups = 5;
const groupLength = 4;

/** `fill` fills the bytes with chance; in the page that is the browser's own. */
export function generatePassword(
  fill: (bytes: Uint8Array<ArrayBuffer>) => void = (bytes) => crypto.getRandomValues(bytes),
): string {
  const bytes = new Uint8Array(groups * groupLength);
  fill(bytes);
  // 256 is a multiple of 32, so every sign is as likely as any other.
  const text = [...bytes].map((byte) => signs.charAt(byte % signs.length));
  return Array.from({ length: groups }, (_, group) =>
    text.slice(group * groupLength, (group + 1) * groupLength).join(''),
  ).join('-');
}
