/** What the SDK throws: the authority's "no" as `AuthorityError`, and no answer at all as `NetworkError`. */
import type { ErrorBody, ErrorChild, ErrorName } from '@countersign/api';

/** `unexpected_answer`: something answered, but not as an authority does; mostly a wrong address. */
export type AuthorityErrorCode = ErrorName | 'unexpected_answer';

const namesKnown: Readonly<Record<ErrorName, true>> = {
  bad_request: true,
  unauthenticated: true,
  invalid_token: true,
  invalid_dpop_proof: true,
  use_dpop_nonce: true,
  forbidden: true,
  second_factor_required: true,
  authentication_too_old: true,
  not_found: true,
  method_not_allowed: true,
  conflict: true,
  payload_too_large: true,
  unsupported_media_type: true,
  too_many_requests: true,
  server_error: true,
  temporarily_unavailable: true,
};

export interface AuthorityErrorFacts {
  readonly code: AuthorityErrorCode;
  readonly status: number;
  readonly description: string;
  readonly field?: string | undefined;
  readonly children?: readonly ErrorChild[] | undefined;
  readonly requestId?: string | undefined;
  readonly retryAfterSeconds?: number | undefined;
}

/**
 * The authority answered, and the answer is no. Switch on `code`, which stays the same through all versions.
 */
export class AuthorityError extends Error {
  override readonly name = 'AuthorityError';
  readonly code: AuthorityErrorCode;
  readonly status: number;
  /** The field that is at fault, where there is one. */
  readonly field: string | undefined;
  /** Each fault, or each missing permission, by itself. */
  readonly children: readonly ErrorChild[];
  /** By which the authority's operators find this request in their records. */
  readonly requestId: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(facts: AuthorityErrorFacts) {
    super(facts.description);
    this.code = facts.code;
    this.status = facts.status;
    this.field = facts.field;
    this.children = facts.children ?? [];
    this.requestId = facts.requestId;
    this.retryAfterSeconds = facts.retryAfterSeconds;
  }
}

export type NetworkErrorCode = 'unreachable' | 'timeout' | 'aborted';

/** No answer came; whether a write took place is not known. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
  readonly code: NetworkErrorCode;

  constructor(code: NetworkErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** The error that an answer tells of; `body` is whatever its JSON was. */
export function authorityError(response: Response, body: unknown): AuthorityError {
  const retryAfter = response.headers.get('retry-after') ?? '';
  const retryAfterSeconds = /^[0-9]{1,9}$/.test(retryAfter) ? Number(retryAfter) : undefined;
  if (!isErrorBody(body)) {
    const description = `The address answered with status ${response.status}, but not as an authority does`;
    return new AuthorityError({
      code: 'unexpected_answer',
      status: response.status,
      description,
      retryAfterSeconds,
    });
  }
  return new AuthorityError({
    code: body.error,
    status: response.status,
    description: body.error_description,
    field: body.error_field,
    children: body.error_children,
    requestId: body.request_id,
    retryAfterSeconds,
  });
}

function isErrorBody(body: unknown): body is ErrorBody & { error: ErrorName } {
  if (typeof body !== 'object' || body === null) return false;
  const { error, error_description } = body as Partial<ErrorBody>;
  return (
    typeof error === 'string' && Object.hasOwn(namesKnown, error) && typeof error_description === 'string'
  );
}
