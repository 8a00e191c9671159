import { memorySecondsMax } from '@countersign/core';

export const maxAgeRule = `must be 0 to ${memorySecondsMax} seconds`;

/**
 * From how long ago an answer may be, in seconds, as whoever asks says it; no age without a word. What a service may be
 * behind is the administrator's to say: the smaller of the two counts.
 */
export function readMaxAge(text: string | undefined): number | 'malformed' {
  if (text === undefined || text === '') return 0;
  const seconds = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return seconds <= memorySecondsMax ? seconds : 'malformed';
}
