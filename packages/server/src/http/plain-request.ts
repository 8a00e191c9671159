import type { IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';

/** A request that can be read in one way only. */
export interface PlainRequest {
  readonly method: 'GET' | 'POST';
  /** A path, perhaps with a query. */
  readonly url: string;
  /** By their names in lower case; each stood once. */
  readonly headers: Readonly<IncomingHttpHeaders>;
  readonly body: string;
  readonly socket: Socket;
}

/** As many bytes as head and body may have together; whatever is longer is for the general reader. */
export const plainBytesMax = 16_384;

/**
 * Reads a request that is as plain as programs send them: HTTP/1.1, GET without a body or POST with one of a stated
 * length, ASCII throughout, every header once, nothing that speaks of the message itself but its length, and not a byte
 * before or behind it. Absent for everything else, which is not refused for that: `node:http` reads it, or refuses it.
 *
 * So there is no request that is read here and could be read otherwise (RFC 9112 §11.2): the rules are narrower than
 * those of any reader in front of this one, and what `node:http` would not take is not taken here either.
 */
export function readPlainRequest(bytes: Buffer, socket: Socket): PlainRequest | undefined {
  if (bytes.length > plainBytesMax) return undefined;
  const method = methodOf(bytes);
  if (method === undefined) return undefined;
  const targetFrom = method.length + 1;
  const targetTo = endOf(bytes, targetFrom, visible);
  if (bytes[targetFrom] !== slash || !isAt(bytes, targetTo, versionAndLine)) return undefined;
  const headers = Object.create(null) as Record<string, string>;
  const bodyFrom = readHeaders(bytes, targetTo + versionAndLine.length, headers);
  if (bodyFrom === undefined || headers.host === undefined) return undefined;
  if (bytes.length - bodyFrom !== lengthOf(method, headers['content-length'])) return undefined;
  if (endOf(bytes, bodyFrom, ascii) !== bytes.length) return undefined;
  return {
    method,
    url: bytes.toString('latin1', targetFrom, targetTo),
    headers,
    body: bytes.toString('latin1', bodyFrom),
    socket,
  };
}

/** Fills in the headers. Answers where the body begins, or nothing. */
function readHeaders(bytes: Buffer, from: number, headers: Record<string, string>): number | undefined {
  let at = from;
  while (bytes[at] !== carriageReturn) {
    const colon = endOf(bytes, at, nameByte);
    if (colon === at || bytes[colon] !== colonByte) return undefined;
    // One space or none, a first byte that can be seen, and a last one.
    const valueFrom = bytes[colon + 1] === space ? colon + 2 : colon + 1;
    const valueTo = endOf(bytes, valueFrom, printable);
    if (bytes[valueFrom] === space || bytes[valueTo - 1] === space || valueTo === valueFrom) return undefined;
    if (!isAt(bytes, valueTo, lineEnd)) return undefined;
    const name = nameAt(bytes, at, colon);
    const value = bytes.toString('latin1', valueFrom, valueTo);
    if (headers[name] !== undefined || !isPlainHeader(name, value)) return undefined;
    headers[name] = value;
    at = valueTo + lineEnd.length;
  }
  return isAt(bytes, at, lineEnd) ? at + lineEnd.length : undefined;
}

/** Headers that say how the message is to be read, or what becomes of the connection (RFC 9110 §7.6.1). */
const aboutTheMessage: ReadonlySet<string> = new Set([
  'content-encoding',
  'expect',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

function isPlainHeader(name: string, value: string): boolean {
  return name === 'connection' ? value.toLowerCase() === 'keep-alive' : !aboutTheMessage.has(name);
}

/** How long the body must be; a length that is not written plainly fits no body. */
function lengthOf(method: PlainRequest['method'], stated: string | undefined): number {
  if (method === 'GET') return stated === undefined ? 0 : Number.NaN;
  return stated !== undefined && /^(?:0|[1-9]\d{0,4})$/.test(stated) ? Number(stated) : Number.NaN;
}

/**
 * The names that checks come with, as they are commonly written, by their length. They are known by their bytes: to make
 * a text of each and look for that takes longer than the rest of reading a request.
 */
const commonNames: CommonName[][] = [];
for (const name of [
  'Accept',
  'Accept-Encoding',
  'Authorization',
  'Connection',
  'Content-Length',
  'Content-Type',
  'Cookie',
  'Host',
  'User-Agent',
  'X-Forwarded-For',
  'X-Forwarded-Host',
  'X-Forwarded-Method',
  'X-Forwarded-Proto',
  'X-Forwarded-Uri',
  'X-Original-Method',
  'X-Original-URL',
  'X-Real-IP',
]) {
  const lower = name.toLowerCase();
  commonNames[name.length] ??= [];
  for (const written of [name, lower]) commonNames[name.length]?.push({ bytes: Buffer.from(written), lower });
}

interface CommonName {
  readonly bytes: Buffer;
  readonly lower: string;
}

/** The name between two places, in lower case. */
function nameAt(bytes: Buffer, from: number, to: number): string {
  for (const common of commonNames[to - from] ?? []) if (isAt(bytes, from, common.bytes)) return common.lower;
  return bytes.toString('latin1', from, to).toLowerCase();
}

const space = 0x20;
const slash = 0x2f;
const colonByte = 0x3a;
const carriageReturn = 0x0d;
const lineEnd = Buffer.from('\r\n');
const versionAndLine = Buffer.from(' HTTP/1.1\r\n');
const methods = { GET: Buffer.from('GET '), POST: Buffer.from('POST ') } as const;

/** Kinds of bytes, one bit each; the names of headers are tokens (RFC 9110 §5.6.2). */
const [visible, printable, ascii, nameByte] = [1, 2, 4, 8];
const kinds = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x80) return 0;
  const isVisible = byte > space && byte < 0x7f;
  const isName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]$/.test(String.fromCharCode(byte));
  return (
    ascii |
    (isVisible ? visible : 0) |
    (isVisible || byte === space ? printable : 0) |
    (isName ? nameByte : 0)
  );
});

/** Where bytes of that kind end. */
function endOf(bytes: Buffer, from: number, kind: number): number {
  let at = from;
  while (at < bytes.length && ((kinds[bytes[at] as number] as number) & kind) !== 0) at += 1;
  return at;
}

function isAt(bytes: Buffer, from: number, wanted: Buffer): boolean {
  for (let index = 0; index < wanted.length; index += 1)
    if (bytes[from + index] !== wanted[index]) return false;
  return true;
}

function methodOf(bytes: Buffer): PlainRequest['method'] | undefined {
  if (isAt(bytes, 0, methods.GET)) return 'GET';
  return isAt(bytes, 0, methods.POST) ? 'POST' : undefined;
}
