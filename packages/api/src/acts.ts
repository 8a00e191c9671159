/** What the caller may do, and if not, why: for pages that show an act before anybody tries it. */
import * as z from 'zod';
import { permissionReference } from './references.ts';

export const act = z.object({
  type: z.literal('act'),
  act: z.string().describe('What would be done'),
  allowed: z.boolean(),
  reason: z.string().nullable().describe('What a refusal would say'),
  missing: z
    .array(
      z.object({
        permission: permissionReference,
        place: z.object({ id: z.string(), name: z.string() }),
      }),
    )
    .describe('Every permission that the caller lacks, with the place where'),
});
export type Act = z.infer<typeof act>;
