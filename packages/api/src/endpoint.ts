/**
 * One entry of the table of endpoints: what the router, the OpenAPI document and the access tests need to
 * know of it.
 */
import type * as z from 'zod';
import type { BodyShape } from './reading/body.ts';

export type Method = 'GET' | 'POST' | 'DELETE';

/** `user`: Bearer or session cookie. `bearer`: Bearer alone. `service`: the service's own id or key and secret. */
export type Authentication = 'user' | 'bearer' | 'service' | 'none';

export type QueryParameter =
  | 'fields'
  | '$top'
  | '$skip'
  | 'orderBy'
  | 'query'
  | 'filter'
  | 'eventQuery'
  | 'eventFormat'
  | 'typed'
  | 'caret'
  | 'successor'
  | 'except'
  | 'failOnPermissionReduce'
  | 'clientId'
  | 'service'
  | 'principal'
  | 'permission'
  | 'project'
  | 'max_age';

export interface Endpoint {
  /** `<resource>.<verb>`; unique, and stable for generated clients. */
  readonly id: string;
  readonly method: Method;
  /** Below the public URL; parameters in braces. */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  readonly authentication: Authentication;
  /** In words, whom the authority lets pass. */
  readonly permission?: string;
  readonly query?: readonly QueryParameter[];
  readonly body?: BodyShape;
  /** Whether a request without one is as good as one with an empty one. */
  readonly bodyIsOptional?: boolean;
  /** A body of `application/x-www-form-urlencoded` in place of JSON. */
  readonly form?: z.ZodObject;
  /** The body of the answer that says yes; without it that answer is empty, or plain text where `plain` says so. */
  readonly answer?: z.ZodType;
  readonly plain?: boolean;
  /** The answer 200 is a file in one of these media types, written while it is read. */
  readonly files?: readonly string[];
  /** Success is 201, and errors are those of OAuth (RFC 7591 §3.2) in place of REST's. */
  readonly isOAuth?: boolean;
  /** Every status the endpoint may answer, beside 500. */
  readonly statuses: readonly number[];
  readonly mutates: boolean;
}
