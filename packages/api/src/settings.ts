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

/** What a page says of the service that somebody signs in to. Anybody who knows its id may know its name. */
export const loginSettings = z.object({
  type: z.literal('LoginSettings'),
  serviceName: z.string(),
  iconUrl: z.null().describe('No icons are kept'),
});
export type LoginSettings = z.infer<typeof loginSettings>;
