import type { FieldRule, Refusal } from '@countersign/core';
import type { FastifyReply } from 'fastify';
import { presentRefusal, realm } from '../http/refusal-response.ts';
import { sendJson } from '../rest/send.ts';

/**
 * A refusal as registration answers it: the status and the sentence of REST, in the words of RFC 7591 §3.2.2 for what is
 * wrong with the metadata, and of RFC 6750 §3.1 for what is wrong with the token.
 */
export function sendRegistrationRefusal(
  reply: FastifyReply,
  refusal: Refusal,
  requestId: string,
): FastifyReply {
  const { status, headers, body } = presentRefusal(inMetadataWords(refusal), requestId);
  const error = errorOf(refusal) ?? body.error;
  reply
    .code(status === 409 ? 400 : status)
    .headers(headers)
    .header('cache-control', 'no-store');
  const challenge = challengeOf(refusal, headers['www-authenticate']);
  if (challenge !== undefined)
    reply.header('www-authenticate', `${challenge}, resource_metadata="${reply.resourceMetadataUrl}"`);
  return sendJson(reply, { error, error_description: body.error_description });
}

function errorOf(refusal: Refusal): string | undefined {
  switch (refusal.kind) {
    case 'malformed':
      if (refusal.fields[0].field === 'Authorization') return 'invalid_request';
      return refusal.fields.every(isOfRedirectUris) ? 'invalid_redirect_uri' : 'invalid_client_metadata';
    case 'already-exists':
      return 'invalid_client_metadata';
    case 'unauthenticated':
      return 'invalid_token';
    case 'forbidden':
    case 'credential-unfit':
      return 'insufficient_scope';
    default:
      return undefined;
  }
}

/** RFC 6750 §3.1: one who shows nothing is told no error, and one whose token may less than this is told that. */
function challengeOf({ kind }: Refusal, challenge: string | undefined): string | undefined {
  if (kind !== 'forbidden' && kind !== 'credential-unfit') return challenge;
  return `${realm}, error="insufficient_scope"`;
}

/** What the authority calls the settings of a service, as an application calls its metadata. */
const names: ReadonlyMap<string, string> = new Map([
  ['name', 'client_name'],
  ['redirectUris', 'redirect_uris'],
  ['refreshTokensEnabled', 'grant_types refresh_token'],
  ['clientCredentialsFlowEnabled', 'grant_types client_credentials'],
]);

function inMetadataWords(refusal: Refusal): Refusal {
  if (refusal.kind !== 'malformed') return refusal;
  const [first, ...more] = refusal.fields;
  return { kind: 'malformed', fields: [renamed(first), ...more.map(renamed)] };
}

function renamed({ field, rule }: FieldRule): FieldRule {
  const [head = '', ...rest] = field.split('.');
  return { field: [names.get(head) ?? head, ...rest].join('.'), rule };
}

function isOfRedirectUris({ field }: FieldRule): boolean {
  return /^(redirectUris|redirect_uris)(\.|$)/.test(field);
}
