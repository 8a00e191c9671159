/** Errors as REST answers them, and as the endpoints of RFC 6749 and RFC 7662 do. */
import * as z from 'zod';

/**
 * Every `error` that REST answers, with its status. `invalid_request` is not among them: known clients repeat
 * a write on it.
 */
export const errorStatuses = {
  bad_request: 400,
  unauthenticated: 401,
  invalid_token: 401,
  invalid_dpop_proof: 401,
  use_dpop_nonce: 401,
  forbidden: 403,
  second_factor_required: 403,
  authentication_too_old: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  too_many_requests: 429,
  server_error: 500,
  temporarily_unavailable: 503,
} as const;
export type ErrorName = keyof typeof errorStatuses;

export const errorChild = z.object({
  error: z.string(),
  error_description: z.string(),
  error_field: z.string().optional(),
});
export type ErrorChild = z.infer<typeof errorChild>;

export const errorBody = z.object({
  error: z.string().describe(`One of ${Object.keys(errorStatuses).join(', ')}`),
  error_code: z.int().describe('The status'),
  error_description: z.string(),
  error_developer_message: z.string(),
  error_field: z.string().optional(),
  error_children: z
    .array(errorChild)
    .optional()
    .describe('Every fault, or every missing permission, by itself'),
  request_id: z.string(),
});
export type ErrorBody = z.infer<typeof errorBody>;

/** RFC 6749 §5.2. */
export const oauthErrorBody = z.object({
  error: z.string(),
  error_description: z.string().optional(),
});
export type OauthErrorBody = z.infer<typeof oauthErrorBody>;
