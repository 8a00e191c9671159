/** What an administrator does for somebody who lost a password, or a laptop. */
import * as z from 'zod';

export const passwordReset = z.object({
  type: z.literal('passwordReset'),
  link: z.string().describe('Where a new password can be set, once. A secret: this answer alone holds it'),
  expires: z.number().describe('Milliseconds since 1970'),
});
export type PasswordReset = z.infer<typeof passwordReset>;

const ended = z.int().min(0);

export const revokedEverything = z.object({
  type: z.literal('revokedEverything'),
  tokens: ended,
  applicationPasswords: ended,
  connections: ended,
  sessions: ended,
  resetLinks: ended,
});
export type RevokedEverything = z.infer<typeof revokedEverything>;
