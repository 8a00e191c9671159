/**
 * What users are told until they have seen it: what others did to their account, and what was done to the ways into
 * it. A notice holds no secret and no address to follow.
 */
import * as z from 'zod';
import { pageEnvelope } from './reading/page.ts';

export const notice = z.object({
  type: z.literal('notice'),
  id: z.string(),
  kind: z.string().describe('What happened, as the audit log names it: `factor.removed`'),
  timestamp: z.number().describe('Milliseconds since 1970'),
  targetType: z.string().describe('To what it happened: `user`, `factor`, `permanent-token`'),
  name: z.string().describe('The name of what it happened to, at that moment'),
  author: z
    .object({ type: z.literal('user'), id: z.string(), name: z.string() })
    .nullable()
    .describe(
      'Who did it, with the login at that moment; null where nobody was signed in, or for the authority',
    ),
  own: z.boolean().describe('Whether the user did it, signed in'),
  authorType: z.string().describe('`user`, `system` or `anonymous`'),
  ipAddress: z.string().nullable(),
});
export type Notice = z.infer<typeof notice>;

export const noticesPage = z.object({ ...pageEnvelope('NoticesPage'), notices: z.array(notice) });
export type NoticesPage = z.infer<typeof noticesPage>;
