import { ok } from '../kernel/result.ts';
import type { Result } from '../refusal.ts';
import {
  type Attribute,
  type Attributes,
  findName,
  type PlainAttribute,
  type TupleAttribute,
} from './attributes.ts';
import { anyOf, type PlainTest, type Query } from './query.ts';
import { at, badQuery, quoted } from './query-refusal.ts';
import { readTest } from './read-test.ts';
import { misplaced, peek, type Reading, take } from './reading.ts';
import type { NameToken } from './tokens.ts';

/** An attribute and what it is asked, with the attribute's name in the list's own spelling. */
export interface AskedAttribute {
  readonly name: string;
  readonly query: Query;
}

/** Reads `name: value, value` or `name(field: value, field: value)`. */
export function parseAttribute(reading: Reading, token: NameToken): Result<AskedAttribute> {
  const name = findName(reading.attributes, token.name);
  const attribute = name === undefined ? undefined : reading.attributes[name];
  if (name === undefined || attribute === undefined) {
    return badQuery(
      `cannot ask for ${quoted(token.name)} ${at(token.start)}; this list is asked for ${namesOf(reading.attributes)}`,
    );
  }
  reading.next += 1;
  if ((attribute.kind === 'tuple') !== (token.kind === 'tuple')) {
    return badQuery(`must ask for "${name}" as ${formOf(name, attribute)} ${at(token.start)}`);
  }
  if (attribute.kind === 'tuple') return parseTuple(reading, name, attribute);
  const tests = parseValues(reading, name, attribute, reading.attributes);
  if (!tests.ok) return tests;
  // `name` and `test` belong together because the attribute of that name has read it.
  const queries = tests.value.map((test) => ({ kind: 'attribute', name, test }) as Query);
  return ok({ name, query: anyOf(queries) });
}

function parseTuple(reading: Reading, name: string, attribute: TupleAttribute): Result<AskedAttribute> {
  const fields = new Map<string, readonly PlainTest[]>();
  do {
    const token = peek(reading);
    const field = token?.kind === 'name' ? findName(attribute.fields, token.name) : undefined;
    const plain = field === undefined ? undefined : attribute.fields[field];
    if (token === undefined || field === undefined || plain === undefined) {
      const place = token === undefined ? 'at the end' : at(token.start);
      return badQuery(`must ask for "${name}" as ${formOf(name, attribute)} ${place}`);
    }
    reading.next += 1;
    const tests = parseValues(reading, field, plain, attribute.fields);
    if (!tests.ok) return tests;
    fields.set(field, [...(fields.get(field) ?? []), ...tests.value]);
  } while (take(reading, 'comma'));
  const after = peek(reading);
  if (after !== undefined && !take(reading, 'close')) return misplaced(after);
  return ok({ name, query: { kind: 'tuple', name, fields: Object.fromEntries(fields) } as Query });
}

/** One value or several with commas; a comma that leads to something else is left where it is. */
function parseValues(
  reading: Reading,
  name: string,
  attribute: PlainAttribute,
  siblings: Attributes,
): Result<readonly PlainTest[]> {
  const tests: PlainTest[] = [];
  do {
    const token = peek(reading);
    if (token?.kind !== 'value') {
      const place = token === undefined ? 'at the end' : at(token.start);
      return badQuery(`must have a value after "${name}:" ${place}; a value that is a keyword needs braces`);
    }
    const [typed = '', more] = token.text.split(':', 2);
    if (token.delimiter === '' && more !== undefined && findName(siblings, typed) !== undefined) {
      return badQuery(
        `must have a value after "${name}:" ${at(token.start)}; if ${quoted(token.text)} is one, it needs braces`,
      );
    }
    reading.next += 1;
    reading.tests += 1;
    const test = readTest(token, name, attribute, reading.now);
    if (!test.ok) return test;
    tests.push(test.value);
  } while (reading.tokens[reading.next + 1]?.kind === 'value' && take(reading, 'comma'));
  return ok(tests);
}

function formOf(name: string, attribute: Attribute): string {
  if (attribute.kind !== 'tuple') return `${name}: value`;
  const fields = Object.keys(attribute.fields).map((field) => `${field}: value`);
  return `${name}(${fields.join(', ')})`;
}

function namesOf(attributes: Attributes): string {
  return Object.keys(attributes).join(', ');
}
