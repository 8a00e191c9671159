import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

/**
 * The answer to a plain request, as `node:http` would write it: the head and the body in one piece. Told once when it
 * was written, with whether the connection goes on.
 */
export class PlainResponse {
  readonly #socket: Socket;
  /** What is said of a connection that goes on. */
  readonly #keepAliveLines: string;
  readonly #onWritten: (goesOn: boolean) => void;
  #isWritten = false;

  constructor(socket: Socket, keepAliveLines: string, onWritten: (goesOn: boolean) => void) {
    this.#socket = socket;
    this.#keepAliveLines = keepAliveLines;
    this.#onWritten = onWritten;
  }

  get destroyed(): boolean {
    return this.#socket.destroyed;
  }

  get headersSent(): boolean {
    return this.#isWritten;
  }

  /** Takes lines made by `headerLines`. The connection ends with this answer where `more` says so. */
  send(status: number, lines: string, more: readonly string[], body: string): void {
    if (this.#isWritten) throw new Error('an answer is written once');
    this.#isWritten = true;
    const ends = more.includes('Connection');
    const length = Buffer.byteLength(body);
    const head =
      `${statusLine(status)}${lines}${more.length === 0 ? '' : headerLines(more)}Content-Length: ${length}\r\n` +
      `Date: ${dateNow()}\r\n${ends ? '' : this.#keepAliveLines}\r\n`;
    // Byte for byte the same where all is ASCII, and cheaper.
    this.#socket.write(head + body, length === body.length ? 'latin1' : 'utf8');
    this.#onWritten(!ends);
  }

  destroy(): void {
    this.#socket.destroy();
  }
}

/** Names and values in turn, as lines. Throws where a value would end its line (response splitting, CWE-113). */
export function headerLines(headers: readonly string[]): string {
  let lines = '';
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index] as string;
    const value = headers[index + 1] as string;
    if (!valueForm.test(value)) throw new TypeError(`the header ${name} holds what no header may`);
    lines += `${name}: ${value}\r\n`;
  }
  return lines;
}

/** RFC 9110 §5.5, without what is beyond ASCII: no answer of ours holds any. */
const valueForm = /^[\t\x20-\x7e]*$/;

const granted = 'HTTP/1.1 200 OK\r\n';

function statusLine(status: number): string {
  return status === 200 ? granted : `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n`;
}

let date = { second: 0, text: '' };

/** The time as HTTP writes it, put into words once in a second (RFC 9110 §6.6.1). */
function dateNow(): string {
  const now = Date.now();
  const second = Math.floor(now / 1_000);
  if (second !== date.second) date = { second, text: new Date(now).toUTCString() };
  return date.text;
}
