import { type ErrorName, errorStatuses } from '@countersign/api';
import { FactsUnsettled } from '@countersign/core';
import { CommitUnknown, StoreUnavailable } from '@countersign/store';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../log.ts';
import { sendErrorPage } from '../pages/error-page.ts';
import { UnreadableBody } from '../rest/json-body.ts';
import { sendRefusal } from '../rest/send.ts';
import { presentError } from './refusal-response.ts';

/**
 * What is answered when something was thrown, or when there is nothing at an address. People who asked for
 * HTML get a page, programs get JSON; a defect tells either of them the request's id and nothing else.
 */
export function answerError(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
  basePath: string,
  log: Log,
): FastifyReply {
  if (error instanceof UnreadableBody) return sendRefusal(reply, error.refusal, request.id);
  const name = nameOf(error);
  if (name === 'temporarily_unavailable') reply.header('retry-after', '2');
  if (errorStatuses[name] >= 500) log.error({ requestId: request.id, err: error }, texts[name]);
  return send(name, request, reply, basePath);
}

export function answerNotFound(request: FastifyRequest, reply: FastifyReply, basePath: string): FastifyReply {
  return send('not_found', request, reply, basePath);
}

type Answered = keyof typeof texts;

const texts = {
  bad_request: 'The request is malformed',
  not_found: 'There is nothing at this address',
  payload_too_large: 'The body is too long',
  unsupported_media_type: 'Send the body as application/json',
  temporarily_unavailable: 'No answer can be given now',
  server_error: 'Something went wrong on our side',
} as const satisfies Partial<Record<ErrorName, string>>;

function nameOf(error: FastifyError): Answered {
  // Whether an unknown commit took place shows when it is asked for again; neither yes nor no would be true.
  if (isUnanswered(error)) return 'temporarily_unavailable';
  const status = error.statusCode ?? 500;
  if (status === 413) return 'payload_too_large';
  if (status === 415) return 'unsupported_media_type';
  return status >= 400 && status < 500 ? 'bad_request' : 'server_error';
}

function isUnanswered(error: Error): boolean {
  return [StoreUnavailable, CommitUnknown, FactsUnsettled].some((kind) => error instanceof kind);
}

/** People who ask for HTML get pages; below `/api/` there are only programs. */
export function wantsPage(request: FastifyRequest, basePath: string): boolean {
  const isApi = request.url.startsWith(`${basePath}/api/`);
  return !isApi && (request.headers.accept ?? '').includes('text/html');
}

function send(name: Answered, request: FastifyRequest, reply: FastifyReply, basePath: string): FastifyReply {
  const { status, body } = presentError(name, texts[name], request.id);
  if (wantsPage(request, basePath)) return sendErrorPage(reply, { basePath, status, requestId: request.id });
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .header('content-type', 'application/json; charset=utf-8')
    .send(JSON.stringify(body));
}
