/**
 * What is wrong with one field of a request: the field's path, and the rule it breaks, as the end of a
 * sentence.
 */
export interface FieldError {
  readonly field: string;
  readonly rule: string;
}

/** Everything that is wrong with a part of a request, all at once; at least one error. */
export interface Unreadable {
  readonly ok: false;
  readonly errors: readonly FieldError[];
}

/** Something read from a request, or why it could not be read. */
export type Reading<T> = { readonly ok: true; readonly value: T } | Unreadable;

export function readable<T>(value: T): Reading<T> {
  return { ok: true, value };
}

export function unreadable(field: string, rule: string): Unreadable {
  return { ok: false, errors: [{ field, rule }] };
}

/** The errors of several readings together, in the order in which they are given. */
export function unreadableTogether(...readings: readonly Reading<unknown>[]): Unreadable {
  return { ok: false, errors: readings.flatMap((reading) => (reading.ok ? [] : reading.errors)) };
}

/** A caller's own text, cut so that an answer never grows with the request. */
export function quoted(text: string): string {
  const points = [...text];
  return points.length > 60 ? `"${points.slice(0, 60).join('')}…"` : `"${text}"`;
}
