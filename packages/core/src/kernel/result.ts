/**
 * The answer of everything that may properly say no. A refusal is a value; a bug is an exception.
 * There is no library behind it: the idiom is an early `if (!r.ok) return r`.
 */
export type Result<Value, No> = Ok<Value> | Refused<No>;

export interface Ok<Value> {
  readonly ok: true;
  readonly value: Value;
}

export interface Refused<No> {
  readonly ok: false;
  readonly refusal: No;
}

export function ok<Value>(value: Value): Ok<Value> {
  return { ok: true, value };
}

export function refuse<No>(refusal: No): Refused<No> {
  return { ok: false, refusal };
}

/** The yes that carries nothing. */
export const allowed: Ok<void> = { ok: true, value: undefined };
