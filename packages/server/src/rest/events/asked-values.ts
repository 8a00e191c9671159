import { malformed, ok, type Query, type Result, refuse } from '@countersign/core';
import type { EventAttributes } from './event-attributes.ts';

/** One name of a query and its values, which are alternatives. */
export interface AskedValues {
  readonly name: keyof EventAttributes;
  readonly values: readonly string[];
}

/**
 * Takes a query apart into what the log can be asked: names that must all fit, each with its alternatives. Whatever
 * else the language can say is refused, for the log is read along its indexes, however long it grows.
 */
export function askedValues(query: Query<EventAttributes> | undefined): Result<readonly AskedValues[]> {
  if (query === undefined) return ok([]);
  switch (query.kind) {
    case 'and': {
      const asked: AskedValues[] = [];
      for (const part of query.parts) {
        const one = askedValues(part);
        if (!one.ok) return one;
        asked.push(...one.value);
      }
      return ok(asked);
    }
    case 'or':
      return oneOf(query.parts);
    case 'attribute': {
      const { name, test } = query;
      if (test.kind === 'flag') return ok([{ name, values: [test.word] }]);
      return test.match === 'equals'
        ? ok([{ name, values: [test.value] }])
        : refuse(
            malformed('query', `cannot have a star after "${name}:"; the log is asked for whole values`),
          );
    }
    case 'text':
      return refuse(malformed('query', 'must have a name before each value here, such as author: jane.doe'));
    default:
      return refuse(malformed('query', 'cannot have "not" here; the log is asked for what must fit'));
  }
}

function oneOf(parts: readonly Query<EventAttributes>[]): Result<readonly AskedValues[]> {
  const values: string[] = [];
  let name: AskedValues['name'] | undefined;
  for (const part of parts) {
    const read = askedValues(part);
    if (!read.ok) return read;
    const [asked, ...more] = read.value;
    if (asked === undefined || more.length > 0 || (name ?? asked.name) !== asked.name)
      return refuse(malformed('query', 'cannot have "or" here but between values of one name'));
    name = asked.name;
    values.push(...asked.values);
  }
  return name === undefined ? ok([]) : ok([{ name, values }]);
}
