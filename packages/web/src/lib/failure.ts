/** What went wrong, in words for the person in front of the page. */
import { AuthorityError, NetworkError } from '@countersign/sdk';
import { t } from './messages.ts';

export interface Failure {
  readonly text: string;
  readonly requestId: string | undefined;
  /** Where somebody must go first, if anywhere: then the same can be tried again. */
  readonly remedy: Remedy | undefined;
}

/** `sign-in` where the session has ended; `sign-in-again` where it has not, and is too old for this act. */
export type Remedy = 'sign-in' | 'sign-in-again' | 'two-factor';

/** `write` when the request was to change something: no answer then means that nobody knows. */
export function failureOf(error: unknown, kind: 'read' | 'write'): Failure {
  if (error instanceof AuthorityError) {
    const remedy = remedyOf(error);
    const text = remedy === 'sign-in' ? t.failure.signedOut : sentence(error.message);
    return { text, requestId: error.requestId, remedy };
  }
  const text =
    error instanceof NetworkError
      ? kind === 'read'
        ? t.failure.unreachable
        : t.failure.unreachableWrite
      : t.failure.unexpected;
  return { text, requestId: undefined, remedy: undefined };
}

function remedyOf({ status, code }: AuthorityError): Remedy | undefined {
  if (status === 401) return 'sign-in';
  if (code === 'authentication_too_old') return 'sign-in-again';
  return code === 'second_factor_required' ? 'two-factor' : undefined;
}

/** Whether nobody knows if a write took place. */
export function isUnsure(error: unknown): boolean {
  return error instanceof NetworkError;
}

export interface FieldFailures {
  /** By the name of the form's field, without what follows it: `scope[2]` is about `scope`. */
  readonly fields: Readonly<Record<string, string>>;
  /** What is about none of the form's fields. */
  readonly rest: unknown;
}

/** Sorts an error's faults to the fields of a form; whatever finds no field stays an error of the whole. */
export function fieldFailuresOf(
  error: unknown,
  names: readonly string[],
  itemName?: (field: string) => string | undefined,
): FieldFailures {
  if (!(error instanceof AuthorityError) || error.status === 401) return { fields: {}, rest: error };
  const faults =
    error.children.length > 0
      ? error.children.map((child) => ({ field: child.error_field, text: child.error_description }))
      : [{ field: error.field, text: error.message }];
  const fields: Record<string, string> = {};
  let rest: unknown;
  for (const { field = '', text } of faults) {
    const name = names.find(
      (one) => field === one || field.startsWith(`${one}[`) || field.startsWith(`${one}.`),
    );
    if (name === undefined) rest = error;
    else {
      const rule = text.startsWith(`${field} `) ? text.slice(field.length + 1) : text;
      const item = itemName?.(field);
      fields[name] ??= sentence(item === undefined ? rule : `${item} ${rule}`);
    }
  }
  return { fields, rest };
}

/** As a sentence: it begins with a capital and ends with a full stop. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed === ''
    ? t.failure.unexpected
    : `${trimmed.charAt(0).toUpperCase()}${trimmed.slice(1)}${/[.!?]$/.test(trimmed) ? '' : '.'}`;
}
