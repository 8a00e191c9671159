import type { IncomingMessage } from 'node:http';
import { headerLines, PlainResponse } from '../http/plain-response.ts';
import { securityHeaders } from '../http/security-headers.ts';
import { type CheckRequest, type CheckResponse, isPlain } from './check-exchange.ts';

/**
 * Answers of the checking endpoints, written straight to the socket: one flat list of headers made once, one
 * write. Every answer carries the security headers and is never stored.
 */
export class Answers {
  readonly #headers: readonly string[];
  readonly #lines: string;
  readonly #jsonLines: string;

  constructor(isSecure: boolean) {
    this.#headers = [...securityHeaders('program', isSecure).flat(), 'Cache-Control', 'no-store'];
    this.#lines = headerLines(this.#headers);
    this.#jsonLines = this.#lines + headerLines(jsonType);
  }

  json(response: CheckResponse, status: number, body: string, more: readonly string[] = []): void {
    if (response instanceof PlainResponse) {
      response.send(status, this.#jsonLines, more, body);
      return;
    }
    const length = ['Content-Length', String(Buffer.byteLength(body))];
    response.writeHead(status, [...this.#headers, ...jsonType, ...more, ...length]);
    response.end(body);
  }

  empty(response: CheckResponse, status: number, more: readonly string[] = []): void {
    if (response instanceof PlainResponse) {
      response.send(status, this.#lines, more, '');
      return;
    }
    response.writeHead(status, [...this.#headers, ...more, 'Content-Length', '0']);
    response.end();
  }
}

const jsonType = ['Content-Type', 'application/json; charset=utf-8'];

/** Reads a small body whole. Absent when it is longer than the limit; the rest is then not read. */
export async function readBody(request: CheckRequest, bytesMax: number): Promise<string | undefined> {
  if (!isPlain(request)) return readStream(request, bytesMax);
  // All of it is ASCII.
  return request.body.length > bytesMax ? undefined : request.body;
}

function readStream(request: IncomingMessage, bytesMax: number): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > bytesMax) resolve(undefined);
      else chunks.push(chunk);
    });
    request.on('end', () => {
      const [only] = chunks;
      resolve((only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks)).toString('utf8'));
    });
    request.on('error', reject);
    // Made only when somebody will see it: the stack of an error costs more than the rest of the reading.
    request.on('close', () => {
      if (!request.complete) reject(new Error('the client went away'));
    });
  });
}
