import { closeSync, globSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A secret found where none may be. The secret itself is not repeated: its number in the list leads to it. */
export interface Finding {
  readonly file: string;
  readonly secret: number;
  /** In which spelling it stood there. */
  readonly spelling: string;
}

interface Needle {
  readonly bytes: Buffer;
  /** Where its middle begins. */
  readonly middle: number;
  readonly secret: number;
  readonly spelling: string;
}

/** How a secret may have been written down on its way: as text, inside base64 at each of its three offsets, and so on. */
const spellings: Readonly<Record<string, (secret: Buffer) => Buffer>> = {
  'as it is': (secret) => secret,
  'in JSON': (secret) => Buffer.from(JSON.stringify(secret.toString()).slice(1, -1)),
  'percent-encoded': (secret) => Buffer.from(encodeURIComponent(secret.toString())),
  'as a form': (secret) => Buffer.from(encodeURIComponent(secret.toString()).replaceAll('%20', '+')),
  'in hexadecimal': (secret) => Buffer.from(secret.toString('hex')),
  'in UTF-16': (secret) => Buffer.from(secret.toString(), 'utf16le'),
  'as a list of bytes': (secret) => Buffer.from([...secret].join(',')),
  'in base64': (secret) => insideBase64(secret, 0),
  'in base64, one byte on': (secret) => insideBase64(secret, 1),
  'in base64, two bytes on': (secret) => insideBase64(secret, 2),
};

/** The digits of base64 that depend on the secret alone, whatever stands before and after it. */
function insideBase64(secret: Buffer, offset: number): Buffer {
  const text = Buffer.concat([Buffer.alloc(offset), secret]).toString('base64');
  const begin = Math.ceil((offset * 8) / 6);
  const end = Math.floor(((offset + secret.length) * 8) / 6);
  return Buffer.from(text.slice(begin, end));
}

/** Looks for many secrets at once: one pass over each file, however many there are. */
export class SecretSearch {
  /** Needles by the four bytes in their middle; beginnings are alike, as secrets carry their kind in front. */
  readonly #needles = new Map<number, Needle[]>();
  /** One bit for each value of the two bytes in the middle, so that nearly all positions cost one look. */
  readonly #middles = new Uint8Array(65_536);
  #longest = 0;
  /** What is read of a file at a time, behind the end of what was read before: one for all files. */
  readonly #piece: Buffer;

  constructor(secrets: readonly string[]) {
    for (const [secret, text] of secrets.entries()) {
      const seen = new Set<string>();
      for (const [spelling, spell] of Object.entries(spellings)) {
        const bytes = spell(Buffer.from(text));
        // Of several spellings that are the same one is enough; where all four middle bytes are cut off, none is left.
        if (bytes.length >= 8 && !seen.has(bytes.toString('latin1')))
          this.#add({ bytes, middle: middleOf(bytes), secret, spelling });
        seen.add(bytes.toString('latin1'));
      }
    }
    this.#piece = Buffer.alloc(4 * 1024 * 1024 + this.#longest);
  }

  #add(needle: Needle): void {
    const word = needle.bytes.readUInt32LE(needle.middle);
    this.#needles.set(word, [...(this.#needles.get(word) ?? []), needle]);
    this.#middles[word & 0xffff] = 1;
    this.#longest = Math.max(this.#longest, needle.bytes.length);
  }

  /** Every file below a folder, except those named. */
  findInFolder(folder: string, except: readonly string[] = []): readonly Finding[] {
    return globSync('**/*', { cwd: folder })
      .filter((name) => !except.includes(name) && statSync(join(folder, name)).isFile())
      .sort()
      .flatMap((name) => this.findInFile(folder, name));
  }

  /** Reads a file in pieces that overlap by the longest needle. */
  findInFile(folder: string, file: string): readonly Finding[] {
    const found = new Map<string, Finding>();
    const piece = this.#piece;
    const descriptor = openSync(join(folder, file), 'r');
    try {
      let kept = 0;
      for (;;) {
        const read = readSync(descriptor, piece, kept, piece.length - kept, null);
        if (read === 0) break;
        const length = kept + read;
        for (const { secret, spelling } of this.#findIn(piece, length))
          found.set(`${secret} ${spelling}`, { file, secret, spelling });
        kept = Math.min(this.#longest, length);
        piece.copyWithin(0, length - kept, length);
      }
    } finally {
      closeSync(descriptor);
    }
    return [...found.values()];
  }

  *#findIn(piece: Buffer, length: number): Generator<Needle> {
    const last = length - 4;
    const next = (from: number) => nextMiddle(piece, from, last, this.#middles);
    for (let at = next(0); at <= last; at = next(at + 1)) {
      for (const needle of this.#needles.get(piece.readUInt32LE(at)) ?? []) {
        const { bytes } = needle;
        const start = at - needle.middle;
        const end = start + bytes.length;
        if (start < 0 || end > length) continue;
        // Many have a middle in common, and few of those an end.
        if (piece[end - 1] !== bytes[bytes.length - 1] || piece[start] !== bytes[0]) continue;
        if (bytes.compare(piece, start, end) === 0) yield needle;
      }
    }
  }
}

/** Where the next two bytes stand that are in the middle of something; behind the last place if nowhere. */
function nextMiddle(piece: Uint8Array, from: number, last: number, middles: Uint8Array): number {
  let at = from;
  let low = (piece[at] as number) << 8;
  for (; at <= last; at++) {
    low = (low >> 8) | ((piece[at + 1] as number) << 8);
    if (middles[low] !== 0) return at;
  }
  return at;
}

function middleOf(bytes: Buffer): number {
  return Math.max(0, Math.floor(bytes.length / 2) - 2);
}
