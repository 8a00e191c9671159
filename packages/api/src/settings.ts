/** What anybody may know about this installation. */
import * as z from 'zod';

export const publicSettings = z.object({
  type: z.literal('PublicSettings'),
  id: z.literal('public'),
  publicUrl: z.string(),
  passwordLengthMin: z.int(),
  tokenLifetimeDefaultDays: z.int().describe('What a form for new tokens proposes'),
  listTopMax: z.int().describe('The most entities one page can hold'),
});
export type PublicSettings = z.infer<typeof publicSettings>;
