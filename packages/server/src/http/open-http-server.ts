import { createServer, type RequestListener, type Server } from 'node:http';
import { Answers } from '../verify/answer.ts';

/**
 * The listening side of `node:http`, with time limits against requests that never end. A missing `Host` and an
 * expectation nobody can meet (RFC 9110 §10.1.1) are answered by us and not by Node, so that these answers too
 * carry the headers that every answer carries.
 */
export function openHttpServer(listener: RequestListener, isSecure: boolean): Server {
  const answers = new Answers(isSecure);
  const server = createServer(
    { requireHostHeader: false, headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 65_000 },
    listener,
  );
  server.on('checkExpectation', (_request, response) => {
    const body = JSON.stringify({ error: 'bad_request', error_description: 'the expectation cannot be met' });
    answers.json(response, 417, body, ['Connection', 'close']);
  });
  return server;
}
