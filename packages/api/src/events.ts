/** Events of the audit log: who did what to whom, when, from where and with which credential. */
import * as z from 'zod';
import { pageEnvelope } from './reading/page.ts';

/** What an event did to its target; null where nothing was changed: a refusal, a failed sign-in, a finding. */
export const eventType = z.enum(['created', 'updated', 'deleted']);
export type EventType = z.infer<typeof eventType>;

export const eventResult = z.enum(['success', 'refused', 'alarm']);
export type EventResult = z.infer<typeof eventResult>;

export const event = z.object({
  type: eventType.nullable().describe('What it did to its target; null where nothing was changed'),
  id: z.string().describe('The number as text'),
  number: z.int().describe('The place in the chain, from 1, without gaps'),
  timestamp: z.number().describe('Milliseconds since 1970'),
  kind: z.string().describe('What happened, in the past tense: `permanent-token.issued`'),
  result: eventResult.describe('Whether it was done, was refused, or is something that should not be'),
  author: z
    .object({ type: z.enum(['user', 'service']), id: z.string(), name: z.string().optional() })
    .nullable()
    .describe('Who acted, with the login at that moment; null for the authority itself and for nobody'),
  authorType: z.string().describe('`user`, `service`, `system` or `anonymous`'),
  authorPresentation: z.string(),
  credential: z
    .object({ type: z.string(), id: z.string() })
    .nullable()
    .describe('With which credential: a `permanentToken` or a `session`'),
  subject: z
    .object({ type: z.literal('user'), id: z.string() })
    .nullable()
    .describe("Whose account or credential it touched, where that is not the author's"),
  targetType: z.string().describe('What it is about: `user`, `service`, `permanentToken`, `session` …'),
  targetId: z.string().nullable(),
  targetPresentation: z.string().describe('The name at that moment'),
  changes: z.array(
    z.object({
      fieldName: z.string(),
      oldValue: z.unknown().describe('What stood there; null where there was nothing'),
      newValue: z.unknown().describe('What stands there now; null where there is nothing'),
    }),
  ),
  details: z.record(z.string(), z.unknown()).describe('Plain facts beside the target'),
  ipAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
  requestId: z.string().nullable(),
  previousHash: z.string().describe('The hash of the event before; empty for the first'),
  hash: z.string(),
});
export type Event = z.infer<typeof event>;

export const eventsPage = z.object({
  ...pageEnvelope('EventsPage'),
  totalCapped: z
    .boolean()
    .describe('Whether there are more than `total`, which counts no further than 10000'),
  events: z.array(event),
});
export type EventsPage = z.infer<typeof eventsPage>;

export const eventsIntegrity = z.object({
  type: z.literal('eventsIntegrity'),
  headNumber: z.int().describe('The newest event now'),
  verifiedNumber: z
    .int()
    .nullable()
    .describe('Up to which event the chain fits; null until this process has followed it once'),
  verifiedHash: z.string().nullable(),
  verifiedTime: z.number().nullable().describe('When that was last looked at'),
  wholeTime: z
    .number()
    .nullable()
    .describe(
      'When the look began that started at the first event; older events that changed since are not found yet',
    ),
  fault: z
    .object({
      kind: z.enum(['unfit', 'ends-early', 'rewritten', 'beyond-head', 'empty']),
      number: z.int().describe('The first event that does not fit'),
      text: z.string(),
    })
    .nullable(),
});
export type EventsIntegrity = z.infer<typeof eventsIntegrity>;

/** In which forms events can be exported, each with its media type. */
export const eventExportFormats = {
  jsonl: 'application/jsonl; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
} as const;
export type EventExportFormat = keyof typeof eventExportFormats;
