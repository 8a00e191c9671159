import type { Refusal, Result } from '../refusal.ts';

/**
 * Whether the caller may do something, and if not, why: asked before anybody types. An act is previewed by the
 * same function that the act itself asks, with the same facts, so that a page never offers what the authority
 * refuses and never hides what it allows.
 */
export interface Act<Name extends string = string> {
  readonly name: Name;
  /** Absent when it is allowed. */
  readonly refusal: Refusal | undefined;
}

export function previewAct<Name extends string>(name: Name, result: Result<unknown>): Act<Name> {
  return { name, refusal: result.ok ? undefined : result.refusal };
}
