import { type RequestListener, Server } from 'node:http';
import type { Socket } from 'node:net';
import { Answers } from '../verify/answer.ts';
import { PlainConnections } from './plain-connections.ts';
import type { PlainRequest } from './plain-request.ts';
import type { PlainResponse } from './plain-response.ts';

/** Who answers what comes over the wire. */
export interface Listeners {
  /** Answers a plain request, or says that it is not for it. */
  readonly plain: (request: PlainRequest, response: PlainResponse) => boolean;
  readonly general: RequestListener;
}

const limits = { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 65_000 };

/**
 * The listening side: `node:http`, with time limits against requests that never end, and in front of it a reader of plain
 * requests, which costs less and leaves it all others. A missing `Host` and an expectation nobody can meet
 * (RFC 9110 §10.1.1) are answered by us and not by Node, so that these answers too carry the headers that every answer
 * carries.
 */
export function openHttpServer(listeners: Listeners, isSecure: boolean): Server {
  const answers = new Answers(isSecure);
  const server = new PlainFirstServer(listeners);
  server.on('checkExpectation', (_request, response) => {
    const body = JSON.stringify({ error: 'bad_request', error_description: 'the expectation cannot be met' });
    answers.json(response, 417, body, ['Connection', 'close']);
  });
  return server;
}

/** A server whose connections begin as plain ones, and come to Node's own reader with the first request that is not. */
class PlainFirstServer extends Server {
  readonly #plain: PlainConnections;

  constructor({ plain, general }: Listeners) {
    super({ requireHostHeader: false, ...limits }, general);
    const readers = this.listeners('connection') as ((socket: Socket) => void)[];
    this.removeAllListeners('connection');
    this.#plain = new PlainConnections({
      answer: plain,
      handOver: (socket) => {
        for (const read of readers) read.call(this, socket);
      },
      isListening: () => this.listening,
      firstTimeout: limits.headersTimeout,
      keepAliveTimeout: limits.keepAliveTimeout,
      keepAliveLines: `Connection: keep-alive\r\nKeep-Alive: timeout=${limits.keepAliveTimeout / 1_000}\r\n`,
    });
    this.on('connection', (socket) => this.#plain.take(socket));
  }

  /** Called by `close`, too. */
  override closeIdleConnections(): void {
    this.#plain.closeIdle();
    super.closeIdleConnections();
  }

  override closeAllConnections(): void {
    this.#plain.closeAll();
    super.closeAllConnections();
  }
}
