/** Where a user is signed in. The secret of a session stays in its browser: nothing here opens anything. */
import * as z from 'zod';
import { pageEnvelope } from './reading/page.ts';

export const session = z.object({
  type: z.literal('session'),
  id: z.string(),
  device: z.string().nullable().describe('Browser and system in words where both are known; else the agent'),
  userAgent: z.string().nullable().describe('As the browser named itself at sign-in'),
  address: z.string().nullable().describe('From where the user signed in'),
  creationTime: z.int().describe('When the user signed in, or last confirmed who they are'),
  lastAccessTime: z.int(),
  current: z.boolean().describe('Whether this request was made in it'),
  secondFactor: z.boolean().describe('Whether more than a password was shown'),
});
export type Session = z.infer<typeof session>;

export const sessionsPage = z.object({
  ...pageEnvelope('SessionsPage'),
  sessions: z.array(session),
});
export type SessionsPage = z.infer<typeof sessionsPage>;
