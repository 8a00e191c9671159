/** Other entities as an answer names them: enough to show a link, and no more. */
import * as z from 'zod';

export const userReference = z.object({
  type: z.literal('user'),
  id: z.string(),
  login: z.string(),
  name: z.string(),
});
export type UserReference = z.infer<typeof userReference>;

export const serviceReference = z.object({
  type: z.literal('service'),
  id: z.string(),
  key: z.string(),
  name: z.string(),
});
export type ServiceReference = z.infer<typeof serviceReference>;

export const groupReference = z.object({
  type: z.literal('userGroup'),
  id: z.string(),
  name: z.string(),
});
export type GroupReference = z.infer<typeof groupReference>;

/** Ids by which an entity was known before. */
export const aliases = z.array(z.object({ id: z.string() }));
