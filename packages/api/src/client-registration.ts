/**
 * What an application says of itself when it registers, and what it is told (RFC 7591 §2, §3.2.1). What is not named
 * here is ignored, as the standard wants; what would be registered as something weaker or other than it says is refused.
 */
import * as z from 'zod';
import { type BodyShape, setByServer } from './reading/body.ts';
import { homeUrlText, nameText } from './text.ts';

const grantTypes = [
  'authorization_code',
  'refresh_token',
  'client_credentials',
  'urn:ietf:params:oauth:grant-type:device_code',
] as const;
export type ClientGrantType = (typeof grantTypes)[number];

const refusedGrants: ReadonlyMap<unknown, string> = new Map([
  ['implicit', 'must not be "implicit": no tokens in the address of a page (RFC 9700 §2.1.2)'],
  ['password', 'must not be "password": no passwords typed at applications (RFC 9700 §2.4)'],
]);

const metadata = z.object({
  client_name: nameText.describe('Users are asked by this name'),
  client_uri: homeUrlText
    .optional()
    .describe('Its home page; registered where a redirect URI is of the same origin, and else left out'),
  redirect_uris: z.array(z.string()).describe('Where answers may be sent, byte for byte'),
  grant_types: z
    .array(z.enum(grantTypes, { error: ({ input }) => refusedGrants.get(input) }))
    .min(1, 'must name at least one'),
  response_types: z.array(
    z.enum(['code'], { error: 'must be "code": tokens come from the token endpoint alone' }),
  ),
  token_endpoint_auth_method: z
    .enum(['none', 'client_secret_basic', 'client_secret_post'])
    .describe('`none` registers a public client, which has no secret'),
});

export const clientRegistration = metadata.extend({
  redirect_uris: metadata.shape.redirect_uris.optional(),
  grant_types: metadata.shape.grant_types.optional().describe('Absent: `authorization_code`'),
  response_types: metadata.shape.response_types
    .optional()
    .describe('`code` with `authorization_code`, empty without it; absent: which of the two it is'),
  token_endpoint_auth_method: metadata.shape.token_endpoint_auth_method
    .optional()
    .describe('`none` registers a public client, which has no secret; absent: `client_secret_basic`'),
});
export type ClientRegistration = z.infer<typeof clientRegistration>;

export const registeredClient = metadata.extend({
  client_id: z.string(),
  client_id_issued_at: z.int().describe('In seconds since 1970'),
  client_secret: z
    .string()
    .optional()
    .describe('The secret itself, shown this once; a public client has none'),
  client_secret_expires_at: z.literal(0).optional().describe('With a secret, which does not end by itself'),
});
export type RegisteredClient = z.infer<typeof registeredClient>;

export const clientRegistrationBody = {
  schema: clientRegistration,
  refused: {
    ...setByServer(registeredClient, clientRegistration),
    software_statement: 'must not be sent: no statement of somebody else is taken (RFC 7591 §2.3)',
    jwks_uri: 'must not be sent: nothing is fetched from an address that an application names',
    request_uris: 'must not be sent: nothing is fetched from an address that an application names',
  },
} as const satisfies BodyShape;
