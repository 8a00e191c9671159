/** Introspection: a service asks whether a token is active, RFC 7662. */
import * as z from 'zod';
import { permissionReach } from './reach.ts';
import type { BodyShape } from './reading/body.ts';
import { keyText, userAgentText } from './text.ts';

/** RFC 7662 §2.1, with the client's authentication in the body as RFC 6749 §2.3.1 has it. */
export const introspectionRequest = z.object({
  token: z.string().min(1),
  token_type_hint: z.string().optional(),
  username: z
    .string()
    .optional()
    .describe('With it, `token` is what a program sent as password beside this user name: HTTP Basic'),
  remember: z
    .enum(['true', 'false'])
    .optional()
    .describe(
      'Asks to be told of what an active answer rests on; told to services that may remember verdicts',
    ),
  max_age: z
    .string()
    .regex(/^\d{1,2}$/)
    .optional()
    .describe(
      'From how many seconds ago the answer may be, 0 to 60, and never more than the service may be behind; without ' +
        'it, from now. Counts on nodes of one PostgreSQL, and not beside `remember`',
    ),
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
/** How a service's own verifier may keep an answer: what ends it is told by the feed of changes. */
export const verdictMemory = z.object({
  position: z.string().describe('How far the authority was'),
  seconds: z.int().describe('For how long at most'),
  depends_on: z.array(z.string()).describe('The names by which the feed calls what the answer rests on'),
});
export type VerdictMemory = z.infer<typeof verdictMemory>;

export const verdictChangesRequest = z.object({
  after: z.string().optional().describe('The position of the last answer; without it nothing is waited for'),
  wait: z.string().optional().describe('For how many seconds to wait for a change, at most 10'),
  client_id: z.string().optional(),
  client_secret: z.string().optional(),
});
export type VerdictChangesRequest = z.infer<typeof verdictChangesRequest>;

/** What a service's own verifier has to forget. */
export const verdictChanges = z.object({
  position: z.string().describe('How far the authority was: everything up to it is told'),
  bound: z.int().describe('For how many seconds after its question this answer lets memory be used'),
  forget: z.union([z.array(z.string()), z.literal('everything')]),
});
export type VerdictChanges = z.infer<typeof verdictChanges>;

/** How many entries of each kind one report of uses may have. */
export const reportedMax = 500;

const reported = {
  jti: z.string().min(1, 'must not be empty').max(100).describe('The credential, as introspection named it'),
  count: z.int().min(1, 'must be at least 1').max(1_000_000_000, 'must be at most 1000000000'),
  last: z
    .number()
    .min(0, 'must be a time in seconds since 1970')
    .max(253_402_300_799, 'must be a time in seconds since 1970')
    .describe('When last, in seconds since 1970 and parts of one (NumericDate, RFC 7519 §2)'),
};

/** What a verifier tells of checks that it answered from its own memory. */
export const useReport = z.object({
  uses: z
    .array(
      z.object({
        ...reported,
        address: z.union([z.ipv4(), z.ipv6()], 'must be an IP address').nullish(),
        user_agent: userAgentText.nullish(),
      }),
    )
    .max(reportedMax, `must have at most ${reportedMax} entries`)
    .optional()
    .describe('How often credentials were found good, and from where and with what the last time'),
  permissions: z
    .array(z.object({ ...reported, permission: keyText }))
    .max(reportedMax, `must have at most ${reportedMax} entries`)
    .optional()
    .describe('How often they met a demand for a permission'),
});
export type UseReport = z.infer<typeof useReport>;

export const useReportBody = { schema: useReport, refused: {} } as const satisfies BodyShape;

export const useReportAnswer = z.object({
  taken: z
    .int()
    .describe('Of how many entries the credential is good for the service, and the rest is its to say'),
});
export type UseReportAnswer = z.infer<typeof useReportAnswer>;

/** RFC 7662 §2.2; times are in seconds here, as in every claim. */
export const activeToken = z.object({
  active: z.literal(true),
  sub: z.string(),
  username: z.string(),
  client_id: z.string().optional(),
  token_type: z.enum([...tokenType.options, 'application_password']),
  cnf: confirmation,
  scope: z.string().describe('The ids of the services in the audience, separated by spaces'),
  aud: z.array(z.string()),
  exp: z.int().optional(),
  iat: z.int(),
  iss: z.string(),
  jti: z.string(),
  remember: verdictMemory.optional(),
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
  remember: verdictMemory.optional(),
});
export type ActiveServiceToken = z.infer<typeof activeServiceToken>;

/** RFC 7662 §2.2: nothing else, whatever the reason. */
export const inactiveToken = z.strictObject({ active: z.literal(false) });

export const introspectionAnswer = z.union([activeToken, activeServiceToken, inactiveToken]);
export type IntrospectionAnswer = z.infer<typeof introspectionAnswer>;
