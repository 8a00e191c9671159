import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PlainRequest } from '../http/plain-request.ts';
import type { PlainResponse } from '../http/plain-response.ts';

/** A request to a checking endpoint, by whichever reader it came. */
export type CheckRequest = IncomingMessage | PlainRequest;

/** Where its answer goes. */
export type CheckResponse = ServerResponse | PlainResponse;

/** Whether the body is there already. */
export function isPlain(request: CheckRequest): request is PlainRequest {
  return 'body' in request;
}
