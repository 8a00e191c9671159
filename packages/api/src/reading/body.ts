/**
 * Request bodies against their schemas.
 *
 * Three kinds of keys are told apart. Keys that nobody knows are ignored and named, because real clients send
 * presentation keys along. Keys that are members of the entity but not the caller's to choose are refused:
 * ignoring `user` or `expires` would do something other than what was asked. Everything else obeys the
 * schema. All faults come back at once, each with its field and its rule in plain English, and no rule
 * repeats a value, which may be a secret.
 */
import * as z from 'zod';
import { type FieldError, type Unreadable, unreadable } from './field-error.ts';

export interface BodyShape<Schema extends z.ZodObject = z.ZodObject> {
  /** The entity's own `type`; a body may repeat it and must not contradict it. Absent: it has none. */
  readonly type?: string;
  /** What the caller may set. */
  readonly schema: Schema;
  /** Known keys that the caller may not set, each with the rule. */
  readonly refused: Readonly<Record<string, string>>;
}

export type BodyReading<Schema extends z.ZodObject> =
  | { readonly ok: true; readonly value: z.infer<Schema>; readonly ignored: readonly string[] }
  | Unreadable;

/** The rest of the entity's members, as refused keys of a body that may set only some. */
export function setByServer(entity: z.ZodObject, settable: z.ZodObject): Readonly<Record<string, string>> {
  const names = Object.keys(entity.shape).filter(
    (name) => name !== 'type' && !Object.hasOwn(settable.shape, name),
  );
  return Object.fromEntries(names.map((name) => [name, 'is set by the server and cannot be chosen']));
}

/** Reads a parsed JSON value as the body that `shape` describes. */
export function readBody<Schema extends z.ZodObject>(
  shape: BodyShape<Schema>,
  body: unknown,
): BodyReading<Schema> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return unreadable('body', 'must be a JSON object');
  }
  const parsed = shape.schema.safeParse(body, { error: ruleOf });
  const errors = [...refusedKeys(shape, body), ...(parsed.success ? [] : fieldErrors(parsed.error))];
  if (!parsed.success || errors.length > 0) return { ok: false, errors };
  const known = new Set([...(shape.type === undefined ? [] : ['type']), ...Object.keys(shape.refused)]);
  const ignored = unknownPaths(shape.schema, body, '').filter((path) => !known.has(path));
  return { ok: true, value: parsed.data, ignored: [...new Set(ignored)].sort() };
}

/**
 * The ignored keys as the value of a header: printable ASCII only, so that no key can end the header, and
 * never long.
 */
export function presentIgnored(ignored: readonly string[]): string {
  const shown: string[] = [];
  let length = 0;
  for (const path of ignored) {
    const text = encodePath(path);
    length += text.length + 2;
    if (length > 1_000) return [...shown, '...'].join(', ');
    shown.push(text);
  }
  return shown.join(', ');
}

// encodeURIComponent throws on unpaired surrogates, which a JSON key may contain.
function encodePath(path: string): string {
  return path.toWellFormed().replace(/[^A-Za-z0-9_.$-]/gu, (character) => encodeURIComponent(character));
}

function refusedKeys(shape: BodyShape, body: object): FieldError[] {
  const errors = Object.entries(shape.refused).flatMap(([field, rule]) =>
    Object.hasOwn(body, field) ? [{ field, rule }] : [],
  );
  if (shape.type === undefined) return errors;
  const type: unknown = Object.hasOwn(body, 'type') ? (body as { type?: unknown }).type : shape.type;
  return type === shape.type ? errors : [{ field: 'type', rule: `must be "${shape.type}"` }, ...errors];
}

// Of each field the first broken rule: the later ones often follow from it.
function fieldErrors(error: z.ZodError): FieldError[] {
  const rules = new Map<string, string>();
  for (const { path, message } of error.issues) {
    const field = path.map(String).join('.') || 'body';
    if (!rules.has(field)) rules.set(field, message);
  }
  return [...rules].map(([field, rule]) => ({ field, rule }));
}

// Only for issues whose schema states no rule of its own.
function ruleOf(issue: z.core.$ZodRawIssue): string {
  if (issue.code === 'invalid_type') {
    if (issue.input === undefined) return 'is required';
    if (issue.input === null) return 'must not be null';
    return typeRules[issue.expected] ?? 'has the wrong type';
  }
  if (issue.code === 'invalid_value') {
    if (issue.input === undefined) return 'is required';
    const values = issue.values.map((value) => JSON.stringify(value));
    return values.length === 1 ? `must be ${values[0]}` : `must be one of ${values.join(', ')}`;
  }
  return 'is malformed';
}

const typeRules: Readonly<Record<string, string>> = {
  string: 'must be a string',
  number: 'must be a number',
  int: 'must be a whole number',
  boolean: 'must be true or false',
  array: 'must be a list',
  object: 'must be an object',
};

// Indexes of lists are left out: a hundred scope items with a label each ignore one key, `scope.label`.
function unknownPaths(schema: z.core.$ZodType, value: unknown, path: string): string[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return unknownPaths(schema.unwrap(), value, path);
  if (schema instanceof z.ZodArray && Array.isArray(value)) {
    return [...new Set(value.flatMap((item) => unknownPaths(schema.element, item, path)))];
  }
  if (!(schema instanceof z.ZodObject) || typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const at = path === '' ? key : `${path}.${key}`;
    const known = Object.hasOwn(schema.shape, key) ? schema.shape[key] : undefined;
    return known === undefined ? [at] : unknownPaths(known, member, at);
  });
}
