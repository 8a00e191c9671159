import { Readable } from 'node:stream';
import { presentIgnored } from '@countersign/api';
import type { Refusal } from '@countersign/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { withBasic } from '../http/basic.ts';
import { readBound } from '../http/bound-token.ts';
import { presentError, presentRefusal } from '../http/refusal-response.ts';
import { dpopChallenge } from '../possession/challenge.ts';
import type { RestAnswer, RestFile } from './endpoint-handler.ts';

/** How answers of the resource API leave: never stored, and as JSON where there is anything to say. */
export function sendAnswer(
  reply: FastifyReply,
  basePath: string,
  { body, location, ignored = [], file }: RestAnswer,
): FastifyReply {
  reply.header('cache-control', 'no-store');
  if (location !== undefined) reply.header('location', basePath + location);
  if (ignored.length > 0) reply.header('ignored', presentIgnored(ignored));
  if (file !== undefined) return sendFile(reply, file);
  return body === undefined ? reply.send() : sendJson(reply, body);
}

/** A failure on the way breaks the connection: what came is visibly not the whole. */
function sendFile(reply: FastifyReply, { name, mediaType, text }: RestFile): FastifyReply {
  return reply
    .header('content-type', mediaType)
    .header('content-disposition', `attachment; filename="${name}"`)
    .send(Readable.from(text));
}

export function sendRefusal(reply: FastifyReply, refusal: Refusal, requestId: string): FastifyReply {
  const { status, headers, body } = presentRefusal(refusal, requestId);
  reply.code(status).headers(headers).header('cache-control', 'no-store');
  const challenge = challengeFor(reply, refusal, headers['www-authenticate']);
  if (challenge !== undefined) {
    const whole = `${challenge}, resource_metadata="${reply.resourceMetadataUrl}"`;
    reply.header('www-authenticate', withBasic(whole, reply.request.raw));
  }
  return sendJson(reply, body);
}

/** Whoever came with the scheme of bound tokens is told by it that theirs is not good, whatever the reason. */
function challengeFor(
  { request }: FastifyReply,
  { kind }: Refusal,
  challenge: string | undefined,
): string | undefined {
  const isBound = kind === 'token-inactive' && readBound(request.raw).kind === 'bound';
  return isBound ? dpopChallenge('invalid_token') : challenge;
}

/** A method that the path does not offer. */
export function sendMethodRefusal(request: FastifyRequest, reply: FastifyReply, allow: string): FastifyReply {
  const { status, body } = presentError('method_not_allowed', `This path answers ${allow}`, request.id);
  return sendJson(reply.code(status), body);
}

export function sendJson(reply: FastifyReply, body: unknown): FastifyReply {
  return reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(body));
}
