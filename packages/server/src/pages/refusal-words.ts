import type { FieldRule, Refusal } from '@countersign/core';
import { waitingTime } from './waiting-time.ts';

/**
 * A refusal as the pages say it to people. The table is total: a new kind of refusal does not compile until it
 * has its row. Only public members of a refusal are read here.
 */
export interface RefusalWords {
  readonly status: number;
  readonly text: string;
  readonly fields: readonly FieldRule[];
  readonly retryAfterSeconds?: number;
}

type Row = Omit<RefusalWords, 'fields'> & { readonly fields?: readonly FieldRule[] };
type Rows = { readonly [Kind in Refusal['kind']]: (refusal: Extract<Refusal, { kind: Kind }>) => Row };

const rows: Rows = {
  malformed: ({ fields }) => ({ status: 400, text: 'Nothing was saved.', fields }),
  'already-exists': ({ field, rule }) => ({
    status: 409,
    text: 'Nothing was saved.',
    fields: [{ field, rule }],
  }),
  unauthenticated: () => ({ status: 403, text: 'Sign in first.' }),
  'token-inactive': () => ({ status: 403, text: 'Sign in first.' }),
  'key-not-shown': ({ rule }) => ({ status: 403, text: `${rule}.` }),
  'proof-refused': ({ rule }) => ({ status: 403, text: `${rule}.` }),
  'nonce-wanted': () => ({ status: 403, text: 'Sign in first.' }),
  // Not 401, which would owe a challenge: credentials in a form that do not suffice are 403 (RFC 9110 §15.5.4).
  'sign-in-failed': () => ({ status: 403, text: 'Login or password is wrong.' }),
  'sign-in-expired': () => ({ status: 403, text: 'Signing in took too long. Begin again.' }),
  'second-factor-required': ({ act, isOfAct }) => ({
    status: 403,
    text: `You cannot ${act} before you set up two-factor authentication${isOfAct ? '' : ': one of your groups requires it'}.`,
  }),
  'authentication-too-old': ({ act }) => ({
    status: 403,
    text: `Sign in again to ${act}: the last time was more than ten minutes ago.`,
  }),
  'client-unauthenticated': () => ({ status: 403, text: 'The service did not prove who it is.' }),
  forbidden: ({ act }) => ({ status: 403, text: `You may not ${act}.` }),
  'credential-unfit': ({ rule }) => ({ status: 403, text: `${rule}.` }),
  conflict: ({ rule }) => ({ status: 409, text: `${rule}.` }),
  'grant-spent': () => ({ status: 409, text: 'What was to be exchanged is spent.' }),
  'not-found': ({ what }) => ({ status: 404, text: `There is no such ${what}.` }),
  'rate-limited': ({ retryAfterSeconds }) => ({
    status: 429,
    text: `Too many attempts. Try again in ${waitingTime(retryAfterSeconds)}; nothing was checked this time.`,
    retryAfterSeconds,
  }),
  unavailable: ({ retryAfterSeconds }) => ({
    status: 503,
    text: `The server is busy. Try again in ${waitingTime(retryAfterSeconds)}; nothing was checked this time.`,
    retryAfterSeconds,
  }),
};

export function refusalWords(refusal: Refusal): RefusalWords {
  const row = rows[refusal.kind] as (refusal: Refusal) => Row;
  return { fields: [], ...row(refusal) };
}
