/** Introspection: a service asks whether a token is active, RFC 7662. */
import * as z from 'zod';
import { permissionReach } from './reach.ts';

/** RFC 7662 §2.1, with the client's authentication in the body as RFC 6749 §2.3.1 has it. */
export const introspectionRequest = z.object({
  token: z.string().min(1),
  token_type_hint: z.string().optional(),
  client_id: z.string().optional(),
  client_secret: z.string().optional(),
});
export type IntrospectionRequest = z.infer<typeof introspectionRequest>;

const tokenType = z
  .enum(['Bearer', 'DPoP'])
  .describe('`DPoP`: bound to the key in `cnf`; good only with a proof of it, which the service verifies');

const confirmation = z
  .object({ jkt: z.string().describe('The thumbprint of the key (RFC 7638)') })
  .optional()
  .describe('RFC 7800: absent where whoever bears the token may use it');

/** RFC 7662 §2.2; times are in seconds here, as in every claim. */
export const activeToken = z.object({
  active: z.literal(true),
  sub: z.string(),
  username: z.string(),
  client_id: z.string().optional(),
  token_type: tokenType,
  cnf: confirmation,
  scope: z.string().describe('The ids of the services in the audience, separated by spaces'),
  aud: z.array(z.string()),
  exp: z.int().optional(),
  iat: z.int(),
  iss: z.string(),
  jti: z.string(),
  permissions: z
    .array(permissionReach)
    .describe('What the token may do at the asking service: of what that service declares'),
});
export type ActiveToken = z.infer<typeof activeToken>;

/** A service that acts by itself (RFC 6749 §4.4): it has no login, and says no more than who calls. */
export const activeServiceToken = z.object({
  active: z.literal(true),
  sub: z.string().describe('The service itself, as `client_id`'),
  client_id: z.string(),
  token_type: tokenType,
  cnf: confirmation,
  scope: z.string(),
  aud: z.array(z.string()),
  exp: z.int().optional(),
  iat: z.int(),
  iss: z.string(),
  jti: z.string(),
});
export type ActiveServiceToken = z.infer<typeof activeServiceToken>;

/** RFC 7662 §2.2: nothing else, whatever the reason. */
export const inactiveToken = z.strictObject({ active: z.literal(false) });

export const introspectionAnswer = z.union([activeToken, activeServiceToken, inactiveToken]);
export type IntrospectionAnswer = z.infer<typeof introspectionAnswer>;
