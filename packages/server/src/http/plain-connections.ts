import type { Socket } from 'node:net';
import { type PlainRequest, readPlainRequest } from './plain-request.ts';
import { PlainResponse } from './plain-response.ts';

export interface PlainConnectionPorts {
  /** Answers a plain request, or says at once that it is not for this listener. */
  readonly answer: (request: PlainRequest, response: PlainResponse) => boolean;
  /** Takes a connection over for good, with the bytes that were not answered. */
  readonly handOver: (socket: Socket) => void;
  /** Whether the server takes on more: connections end with their next answer when it does not. */
  readonly isListening: () => boolean;
  /** How long a connection may be silent before its first request, and between two, in milliseconds. */
  readonly firstTimeout: number;
  readonly keepAliveTimeout: number;
  /** What answers say of that. */
  readonly keepAliveLines: string;
}

/**
 * Connections on which programs ask nothing but plain questions. One request at a time is read, whole or not at all,
 * and answered. With the first that is not plain, not for the listener, or not there in one piece, the connection goes
 * to the general reader as if nobody had looked at it, and does not come back.
 */
export class PlainConnections {
  readonly #ports: PlainConnectionPorts;
  readonly #open = new Set<PlainConnection>();

  constructor(ports: PlainConnectionPorts) {
    this.#ports = ports;
  }

  take(socket: Socket): void {
    const connection = new PlainConnection(socket, this.#ports, () => this.#open.delete(connection));
    this.#open.add(connection);
  }

  /** How many there are: neither closed nor handed over. */
  get size(): number {
    return this.#open.size;
  }

  /** Ends those that wait for a request; the others end with their answer, as the server listens no more. */
  closeIdle(): void {
    for (const connection of this.#open) if (connection.isIdle) connection.destroy();
  }

  closeAll(): void {
    for (const connection of this.#open) connection.destroy();
  }
}

/** `stalled`: the other end does not take what it was answered. */
type State = 'idle' | 'answering' | 'stalled';

class PlainConnection {
  readonly #socket: Socket;
  readonly #ports: PlainConnectionPorts;
  readonly #onGone: () => void;
  #state: State = 'idle';
  #hasEnded = false;
  /** What came before the last answer was taken. Nothing more is read until that is done. */
  #waiting: Buffer | undefined;

  constructor(socket: Socket, ports: PlainConnectionPorts, onGone: () => void) {
    this.#socket = socket;
    this.#ports = ports;
    this.#onGone = onGone;
    socket.setTimeout(ports.firstTimeout);
    socket.on('data', this.#onData);
    socket.on('end', this.#onEnd);
    socket.on('timeout', this.#onTimeout);
    socket.on('error', ignore);
    socket.on('close', onGone);
  }

  get isIdle(): boolean {
    return this.#state === 'idle';
  }

  destroy(): void {
    this.#socket.destroy();
  }

  readonly #onData = (bytes: Buffer): void => {
    if (this.#state === 'idle') {
      this.#read(bytes);
      return;
    }
    this.#waiting = this.#waiting === undefined ? bytes : Buffer.concat([this.#waiting, bytes]);
    this.#socket.pause();
  };

  readonly #onEnd = (): void => {
    this.#hasEnded = true;
    if (this.#state === 'idle') this.#socket.end();
  };

  readonly #onTimeout = (): void => {
    if (this.#state !== 'answering') this.#socket.destroy();
  };

  #read(bytes: Buffer): void {
    const request = readPlainRequest(bytes, this.#socket);
    if (request === undefined || !this.#answer(request)) this.#handOver(bytes);
  }

  #answer(request: PlainRequest): boolean {
    this.#state = 'answering';
    const response = new PlainResponse(this.#socket, this.#ports.keepAliveLines, this.#onWritten);
    return this.#ports.answer(request, response);
  }

  readonly #onWritten = (goesOn: boolean): void => {
    if (this.#socket.destroyed) return;
    if (!goesOn || this.#hasEnded || !this.#ports.isListening()) {
      this.#socket.end();
      return;
    }
    this.#socket.setTimeout(this.#ports.keepAliveTimeout);
    if (this.#socket.writableNeedDrain) {
      this.#state = 'stalled';
      this.#socket.once('drain', () => this.#goOn());
    } else {
      this.#goOn();
    }
  };

  #goOn(): void {
    this.#state = 'idle';
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (this.#hasEnded) this.#socket.end();
    else if (waiting !== undefined) this.#read(waiting);
    if (this.#socket.isPaused()) this.#socket.resume();
  }

  #handOver(bytes: Buffer): void {
    const socket = this.#socket;
    socket.pause();
    socket.setTimeout(0);
    socket.off('data', this.#onData);
    socket.off('end', this.#onEnd);
    socket.off('timeout', this.#onTimeout);
    socket.off('error', ignore);
    socket.off('close', this.#onGone);
    this.#onGone();
    socket.unshift(bytes);
    this.#ports.handOver(socket);
    socket.resume();
  }
}

/** `close` follows, and is enough. */
function ignore(): void {}
