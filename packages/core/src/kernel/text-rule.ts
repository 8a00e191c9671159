import { holdsVisible } from './visible-text.ts';

/**
 * The rules for text that people choose and others read: names of tokens and services, descriptions.
 * Text is kept exactly as given or refused with the rule it broke; it is never trimmed or folded in silence.
 */
export const nameLengthMax = 200;
export const descriptionLengthMax = 2_000;

const lineBreaks = /[\n\r\t]/;
// C0 and C1 controls, DEL, and the two Unicode line separators: each can forge a log line or a table row.
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is its purpose.
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
// Marks, embeddings, overrides and isolates: a name with one turns round what is written beside it, in a list as in a log.
const directions = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** The rule a name breaks, or nothing. */
export function brokenNameRule(text: string): string | undefined {
  if (text === '') return 'must not be empty';
  if (text !== text.trim()) return 'must not begin or end with white space';
  if (controls.test(text)) return 'must not contain control characters';
  if (directions.test(text)) return 'must not contain characters that turn the direction of text';
  if (!holdsVisible(text)) return 'must contain something that can be seen';
  return brokenLengthRule(text, nameLengthMax);
}

/** The rule a description breaks, or nothing. Line breaks and tabs are welcome in it. */
export function brokenDescriptionRule(text: string): string | undefined {
  if (controls.test(text.replaceAll(new RegExp(lineBreaks, 'g'), '')))
    return 'must not contain control characters';
  return brokenLengthRule(text, descriptionLengthMax);
}

function brokenLengthRule(text: string, lengthMax: number): string | undefined {
  if (!text.isWellFormed()) return 'must be well-formed Unicode';
  if ([...text].length > lengthMax) return `must be at most ${lengthMax} characters`;
  return undefined;
}
