/**
 * What more than a password signs a user in. Each user has one such entity, under the user's own id; it is set up on
 * a page of the authority, and no answer ever holds a seed or a code.
 */
import * as z from 'zod';
import { instant } from './text.ts';

export const twoFactorAuthentication = z.object({
  type: z.literal('twoFactorAuthentication'),
  id: z.string().describe('The id of the user'),
  active: z.boolean().describe('Whether signing in asks for a second factor'),
  required: z.boolean().describe('Whether one of the groups of the user requires it'),
  requiredFrom: instant.nullable().describe('From when on one of them will, where none does yet'),
  devices: z.array(
    z.object({
      kind: z.enum(['app', 'passkey']).describe('An authenticator app, or a passkey or security key'),
      id: z.string(),
      name: z.string(),
      creationTime: z.int(),
      lastAccessTime: z.int().nullable(),
    }),
  ),
  recoveryCodesLeft: z.int(),
});
export type TwoFactorAuthentication = z.infer<typeof twoFactorAuthentication>;
