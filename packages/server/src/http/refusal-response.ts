import { type ErrorBody, type ErrorName, errorStatuses } from '@countersign/api';
import type { MissingPermission, Refusal } from '@countersign/core';
import { dpopChallenge } from '../possession/challenge.ts';

/**
 * The one place that turns a refusal into bytes for the REST face: Hub JSON, and beside it the Bearer challenge of
 * RFC 6750 §3, or that of RFC 9449 §7.1. The table is total: a new kind of refusal does not compile until it has its row.
 * Only public members of a refusal are read here; internal texts have no way to the wire.
 */
export interface ErrorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ErrorBody;
}

interface Wire {
  readonly error: ErrorName;
  readonly text: string;
  readonly field?: string;
  readonly children?: ErrorBody['error_children'];
  readonly headers?: Readonly<Record<string, string>>;
}

type Rows = { readonly [Kind in Refusal['kind']]: (refusal: Extract<Refusal, { kind: Kind }>) => Wire };

export const realm = 'Bearer realm="Countersign"';

const rows: Rows = {
  malformed: ({ fields }) => ({
    error: 'bad_request',
    text: fields.map(({ field, rule }) => `${field} ${rule}`).join('; '),
    field: fields[0].field,
    children: fields.map(({ field, rule }) => ({
      error: 'bad_request',
      error_description: `${field} ${rule}`,
      error_field: field,
    })),
  }),
  unauthenticated: () => ({
    error: 'unauthenticated',
    text: 'Sign in, or send a token as Authorization: Bearer',
    headers: { 'www-authenticate': realm },
  }),
  'token-inactive': () => ({
    error: 'invalid_token',
    text: 'The token is not accepted here',
    headers: { 'www-authenticate': `${realm}, error="invalid_token"` },
  }),
  'key-not-shown': ({ rule }) => ({
    error: 'invalid_token',
    text: rule,
    headers: { 'www-authenticate': dpopChallenge('invalid_token') },
  }),
  'proof-refused': ({ rule }) => ({
    error: 'invalid_dpop_proof',
    text: rule,
    headers: { 'www-authenticate': dpopChallenge('invalid_dpop_proof') },
  }),
  'nonce-wanted': () => ({
    error: 'use_dpop_nonce',
    text: 'The proof must have the nonce in it that DPoP-Nonce says',
    headers: { 'www-authenticate': dpopChallenge('use_dpop_nonce') },
  }),
  'sign-in-failed': () => ({ error: 'unauthenticated', text: 'Login or password is wrong' }),
  'sign-in-expired': () => ({ error: 'unauthenticated', text: 'Signing in took too long; begin again' }),
  'second-factor-required': ({ act, isOfAct }) => ({
    error: 'second_factor_required',
    text: `You cannot ${act} before you set up two-factor authentication${isOfAct ? '' : ': one of your groups requires it'}`,
  }),
  'authentication-too-old': ({ act }) => ({
    error: 'authentication_too_old',
    text: `Sign in again to ${act}: the last time was more than ten minutes ago`,
  }),
  'client-unauthenticated': () => ({ error: 'unauthenticated', text: 'The service did not prove who it is' }),
  forbidden: ({ act, missing, lackedBy }) => {
    const lacks = lackedBy === undefined ? 'you lack' : `${lackedBy} lacks`;
    return {
      error: 'forbidden',
      text: `You cannot ${act}: ${lacks} ${missing.map(presentMissing).join(', ')}`,
      children: missing.map((one) => ({
        error: 'forbidden',
        error_description: `${lackedBy === undefined ? 'You lack' : lacks} ${presentMissing(one)}`,
      })),
    };
  },
  'credential-unfit': ({ rule, field }) => ({
    error: 'forbidden',
    text: rule,
    ...(field !== undefined && { field }),
  }),
  'grant-spent': () => ({ error: 'conflict', text: 'What was to be exchanged is spent' }),
  'not-found': ({ what }) => ({ error: 'not_found', text: `There is no such ${what}` }),
  'already-exists': ({ field, rule }) => ({ error: 'conflict', text: `${field} ${rule}`, field }),
  conflict: ({ rule }) => ({ error: 'conflict', text: rule }),
  'rate-limited': ({ retryAfterSeconds }) => ({
    error: 'too_many_requests',
    text: `Too many attempts; try again in ${retryAfterSeconds} seconds`,
    headers: { 'retry-after': String(retryAfterSeconds) },
  }),
  unavailable: ({ retryAfterSeconds }) => ({
    error: 'temporarily_unavailable',
    text: `No answer can be given now; try again in ${retryAfterSeconds} seconds`,
    headers: { 'retry-after': String(retryAfterSeconds) },
  }),
};

/** A refusal as the REST face answers it. */
export function presentRefusal(refusal: Refusal, requestId: string): ErrorAnswer {
  const row = rows[refusal.kind] as (refusal: Refusal) => Wire;
  const { error, text, field, children, headers } = row(refusal);
  return presentError(error, text, requestId, { field, children, headers });
}

/** An error of the HTTP layer itself: a wrong method, a body that is too long, a defect. */
export function presentError(
  error: ErrorName,
  text: string,
  requestId: string,
  more: {
    readonly field?: string | undefined;
    readonly children?: ErrorBody['error_children'];
    readonly headers?: Readonly<Record<string, string>> | undefined;
  } = {},
): ErrorAnswer {
  const status = errorStatuses[error];
  return {
    status,
    headers: more.headers ?? {},
    body: {
      error,
      error_code: status,
      error_description: text,
      error_developer_message: text,
      ...(more.field !== undefined && { error_field: more.field }),
      ...(more.children !== undefined && { error_children: more.children }),
      request_id: requestId,
    },
  };
}

function presentMissing({ permission, place, permissionName, placeName }: MissingPermission): string {
  return `${permissionName ?? permission} in ${placeName ?? (place === '0' ? 'Global' : place)}`;
}
