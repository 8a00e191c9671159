/** The completion of a query while somebody types it. All places count UTF-16 code units. */
import * as z from 'zod';

const styleRange = z.object({
  start: z.int().min(0),
  length: z.int().min(0),
  style: z.enum(['field_name', 'field_value', 'operator', 'text']),
});

const suggestion = z.object({
  prefix: z.string().optional().describe('Stands before the option: an opening brace'),
  option: z.string(),
  suffix: z.string().optional().describe('Stands behind it: a colon, a closing brace'),
  description: z.string().optional(),
  matchingStart: z.int().min(0).describe('Where in the option what was typed begins'),
  matchingEnd: z.int().min(0),
  caret: z.int().min(0).describe('Where the caret stands once the query is completed'),
  completionStart: z.int().min(0).describe('The option takes the place of the query from here'),
  completionEnd: z.int().min(0).describe('to here'),
});

export const queryAssistance = z.object({
  query: z.string().describe('The query that was sent'),
  caret: z.int().min(0).describe('The caret that was sent'),
  styleRanges: z.array(styleRange),
  suggestions: z.array(suggestion),
});
export type QueryAssistance = z.infer<typeof queryAssistance>;
