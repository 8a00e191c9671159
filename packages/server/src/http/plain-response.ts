import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

/**
 * The answer to a plain request, as `node:http` would write it: the head and the body in one piece. Told once when it
 * was written, with whether the connection goes on.
 */
export class PlainResponse {
  readonly #socket: Socket;
  readonly #keepAliveSeconds: number;
  readonly #onWritten: (goesOn: boolean) => void;
  #head: string | undefined;
  #goesOn = true;
  #isWritten = false;

  constructor(socket: Socket, keepAliveSeconds: number, onWritten: (goesOn: boolean) => void) {
    this.#socket = socket;
    this.#keepAliveSeconds = keepAliveSeconds;
    this.#onWritten = onWritten;
  }

  get destroyed(): boolean {
    return this.#socket.destroyed;
  }

  get headersSent(): boolean {
    return this.#isWritten;
  }

  /** Takes names and values in turn. Throws where a value would end its line (response splitting, CWE-113). */
  writeHead(status: number, headers: readonly string[]): void {
    let head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n`;
    for (let index = 0; index < headers.length; index += 2) {
      const name = headers[index] as string;
      const value = headers[index + 1] as string;
      if (!valueForm.test(value)) throw new TypeError(`the header ${name} holds what no header may`);
      if (name === 'Connection') this.#goesOn = false;
      else head += `${name}: ${value}\r\n`;
    }
    this.#head = head;
  }

  end(body: string = ''): void {
    if (this.#head === undefined || this.#isWritten)
      throw new Error('an answer is written once, with its head first');
    this.#isWritten = true;
    const text = `${this.#head}Date: ${dateNow()}\r\n${this.#connection()}\r\n${body}`;
    // Byte for byte the same where all is ASCII, and cheaper.
    this.#socket.write(text, Buffer.byteLength(text) === text.length ? 'latin1' : 'utf8');
    this.#onWritten(this.#goesOn);
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #connection(): string {
    return this.#goesOn
      ? `Connection: keep-alive\r\nKeep-Alive: timeout=${this.#keepAliveSeconds}\r\n`
      : 'Connection: close\r\n';
  }
}

/** RFC 9110 §5.5, without what is beyond ASCII: no answer of ours holds any. */
const valueForm = /^[\t\x20-\x7e]*$/;

let date = { second: 0, text: '' };

/** The time as HTTP writes it, put into words once in a second (RFC 9110 §6.6.1). */
function dateNow(): string {
  const now = Date.now();
  const second = Math.floor(now / 1_000);
  if (second !== date.second) date = { second, text: new Date(now).toUTCString() };
  return date.text;
}
