/**
 * The form of tokens that services are shown: `csn_<kind>_<43 base62><6 base62 CRC-32>`. What has another form is refused
 * without a question to anybody. The checksum tells typing errors from tokens; it proves nothing, as anybody can compute
 * it. The authority has the same rule, and both are held to one list of examples.
 */
const kinds = ['csn_pat_', 'csn_acc_'];
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const prefixLength = 8;
const bodyLength = 51;
const tokenLength = 57;

const table = Uint32Array.from({ length: 256 }, (_, index) => {
  let remainder = index;
  for (let bit = 0; bit < 8; bit++)
    remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
  return remainder >>> 0;
});

export function isToken(text: string): boolean {
  if (text.length !== tokenLength || !kinds.some((kind) => text.startsWith(kind))) return false;
  let crc = 0xffffffff;
  for (let index = 0; index < bodyLength; index++) {
    const code = text.charCodeAt(index);
    if (index >= prefixLength && !isBase62(code)) return false;
    crc = (table[(crc ^ code) & 0xff] as number) ^ (crc >>> 8);
  }
  let rest = (crc ^ 0xffffffff) >>> 0;
  for (let index = tokenLength - 1; index >= bodyLength; index--) {
    if (text.charCodeAt(index) !== alphabet.charCodeAt(rest % 62)) return false;
    rest = Math.floor(rest / 62);
  }
  return true;
}

function isBase62(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

/** Longer than any way to write an application password down. */
const typedLengthMax = 128;

/** Whether it may be an application password: six groups of four letters, however they are spaced. */
export function mayBeApplicationPassword(typed: string): boolean {
  return typed.length <= typedLengthMax && /^[0-9a-z]{24}$/i.test(typed.replaceAll(/[\s-]/gu, ''));
}
